"""Addresses: readiness and steps, plan, agenda, history."""

from django.urls import URLPattern, path

from opencme.web.console.views.plan import readiness, steps

urlpatterns: list[URLPattern] = [
    path("a/<uuid:activity_id>/", readiness.readiness, name="activity-readiness"),
    path("a/<uuid:activity_id>/step/<slug:name>/", steps.step, name="activity-step"),
]
