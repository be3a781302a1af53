"""Addresses: the board, the list of activities, starting one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
