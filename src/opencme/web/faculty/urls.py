"""Addresses of the surface: one module of ``routes`` per area."""

from django.urls import URLPattern

from opencme.web.faculty.routes import tasks

app_name = "faculty"
urlpatterns: list[URLPattern] = [
    *tasks.urlpatterns,
]
