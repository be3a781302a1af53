"""Addresses: tasks by link: disclosure, attestation, files, review."""

from django.urls import URLPattern, path

from opencme.web.faculty.views import review, tasks

urlpatterns: list[URLPattern] = [
    path("<str:token>/", tasks.task, name="task"),
    path("<str:token>/disclose/", tasks.disclose, name="disclose"),
    path("<str:token>/confirm/", tasks.confirm, name="confirm"),
    path("<str:token>/attest/<uuid:request_id>/", tasks.attest, name="attest"),
    path("<str:token>/files/", tasks.hand_in, name="hand-in"),
    path("<str:token>/files/<uuid:submission_id>/back/", tasks.take_back, name="take-back"),
    path("<str:token>/review/", review.review, name="review"),
]
