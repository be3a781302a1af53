"""Addresses: readiness and steps, plan, agenda, history."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
