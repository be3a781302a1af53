"""Addresses: catalogue and activity pages."""

from django.urls import URLPattern, path

from opencme.web.public.views import catalogue

urlpatterns: list[URLPattern] = [
    path("activities/", catalogue.catalogue, name="catalogue"),
    path("activities/<uuid:activity_id>/", catalogue.activity, name="activity"),
    path("activities/<uuid:activity_id>/counts/", catalogue.activity_counts, name="activity-counts"),
    path("activities/<uuid:activity_id>/calendar.ics", catalogue.activity_calendar, name="activity-calendar"),
]
