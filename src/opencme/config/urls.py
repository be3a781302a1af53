"""Addresses: one line per surface."""

from django.urls import include, path

urlpatterns = [
    path("", include("opencme.web.public.urls")),
    path("ui/", include("opencme.web.ui.urls")),
    path("p/<slug:provider>/", include("opencme.web.console.urls")),
    path("f/", include("opencme.web.faculty.urls")),
    path("learn/", include("opencme.web.learn.urls")),
    path("me/", include("opencme.web.wallet.urls")),
]
