"""Addresses: tasks by link: disclosure, review."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
