"""Addresses: claim and certificate."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
