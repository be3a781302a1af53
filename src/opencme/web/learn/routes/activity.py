"""Addresses: my activities, registration, the activity in one place."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
