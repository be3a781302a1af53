"""Addresses: awards, certificates, transcript."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
