"""Addresses: catalogue and activity pages."""

from django.urls import URLPattern, path

from opencme.web.public.views import catalogue

urlpatterns: list[URLPattern] = [
    path("activities/", catalogue.catalogue, name="catalogue"),
]
