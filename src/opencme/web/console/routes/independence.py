"""Addresses: people in control, disclosures, content review."""

from django.urls import URLPattern, path

from opencme.web.console.views.independence import judging, people, review

_ACTIVITY = "a/<uuid:activity_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_ACTIVITY}/people/", people.people, name="activity-people"),
    path(f"{_ACTIVITY}/people/invite/", people.invite, name="invite-people"),
    path(f"{_ACTIVITY}/people/remind/", people.remind, name="remind-people"),
    path(f"{_ACTIVITY}/people/<uuid:in_control_id>/", people.person, name="person-in-control"),
    path(f"{_ACTIVITY}/people/<uuid:in_control_id>/end/", people.withdraw, name="end-role"),
    path(f"{_ACTIVITY}/disclosures/", judging.disclosures, name="activity-disclosures"),
    path(f"{_ACTIVITY}/review/", review.review, name="activity-review"),
    path(f"{_ACTIVITY}/review/join/", review.join, name="join-review"),
    path("disclosures/", judging.queue, name="disclosures"),
    path("disclosures/<uuid:relationship_id>/", judging.case, name="disclosure-case"),
]
