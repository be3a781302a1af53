"""Addresses: check-in."""

from django.urls import URLPattern, path

from opencme.web.learn.views import session

urlpatterns: list[URLPattern] = [
    path("check-in/", session.check_in, name="check-in"),
    path("check-in/confirm/", session.confirm, name="check-in-confirm"),
    path("check-in/<str:code>/", session.follow, name="check-in-code"),
]
