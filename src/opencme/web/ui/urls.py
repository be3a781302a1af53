"""Addresses of the surface: the living style guide and the choice of colors."""

from django.urls import URLPattern, path

from opencme.web.ui import views

app_name = "ui"
urlpatterns: list[URLPattern] = [
    path("", views.components, name="components"),
    path("theme/", views.theme, name="theme"),
]
