"""Addresses: reports and the activity file."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
