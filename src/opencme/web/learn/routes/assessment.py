"""Addresses: baseline and assessment."""

from django.urls import URLPattern, path

from opencme.web.learn.views import assessment

urlpatterns: list[URLPattern] = [
    path("<uuid:activity_id>/assessment/", assessment.assessment, name="assessment"),
    path("<uuid:activity_id>/assessment/draft/", assessment.draft, name="assessment-draft"),
    path("<uuid:activity_id>/baseline/", assessment.assessment, {"kind": "baseline"}, name="baseline"),
    path("<uuid:activity_id>/baseline/draft/", assessment.draft, {"kind": "baseline"}, name="baseline-draft"),
]
