"""Addresses of what a link shows, to people without an account; the secret is the right."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import shared

app_name = "shared"
urlpatterns: list[URLPattern] = [
    path("<str:secret>/", shared.shown, name="page"),
    path("<str:secret>/record.<str:ending>", shared.record, name="record"),
    path("<str:secret>/documents/<uuid:document_id>/", shared.document, name="document"),
]
