"""Addresses: catalogue and activity pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
