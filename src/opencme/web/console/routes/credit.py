"""Addresses: designation, ledger, who is without credit."""

from django.urls import URLPattern, path

from opencme.web.console.views.credit import designation, ledger, waiting

urlpatterns: list[URLPattern] = [
    path("a/<uuid:activity_id>/credit/", designation.designation, name="activity-credit"),
    path("a/<uuid:activity_id>/credit/application/<slug:system>/", designation.application, name="credit-application"),
    path("a/<uuid:activity_id>/credit/ledger/", ledger.ledger, name="activity-credit-ledger"),
    path("a/<uuid:activity_id>/credit/ledger/<uuid:award_id>/", ledger.award, name="credit-award"),
    path("a/<uuid:activity_id>/credit/ledger/<uuid:award_id>/<slug:act>/", ledger.replace, name="credit-replace"),
    path("a/<uuid:activity_id>/credit/waiting/", waiting.waiting, name="activity-credit-waiting"),
]
