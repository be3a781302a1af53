"""Addresses: how the provider's own people stand before their authorities."""

from django.urls import URLPattern, path

from opencme.web.console.views import standing

urlpatterns: list[URLPattern] = [
    path("standing/", standing.overview, name="standing"),
    path("standing/what-if/", standing.what_if, name="standing-what-if"),
    path("standing/<uuid:consent_id>/", standing.one, name="standing-person"),
]
