"""Addresses of the surface."""

from django.urls import URLPattern

app_name = "faculty"
urlpatterns: list[URLPattern] = []
