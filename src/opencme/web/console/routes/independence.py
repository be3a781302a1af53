"""Addresses: people in control, disclosures, content review."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
