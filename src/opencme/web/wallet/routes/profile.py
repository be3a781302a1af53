"""Addresses: profile and identifiers, address, password, sessions."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import profile

urlpatterns: list[URLPattern] = [
    path("profile/", profile.profile, name="profile"),
    path("profile/check/", profile.check, name="profile-check"),
    path("address/", profile.address, name="address"),
    path("password/", profile.password, name="password"),
    path("sessions/end/", profile.end_sessions, name="end-sessions"),
]
