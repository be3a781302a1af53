"""Addresses: front page, sign-in, sign-out, help."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
