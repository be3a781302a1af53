"""Addresses: profile and identifiers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
