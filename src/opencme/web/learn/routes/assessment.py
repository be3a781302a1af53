"""Addresses: content, assessment, evaluation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
