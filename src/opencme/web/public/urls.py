"""Addresses of the surface: one module of ``routes`` per area."""

from django.urls import URLPattern

from opencme.web.public.routes import catalogue, front, requirements, verify

app_name = "public"
urlpatterns: list[URLPattern] = [
    *front.urlpatterns,
    *catalogue.urlpatterns,
    *verify.urlpatterns,
    *requirements.urlpatterns,
]
