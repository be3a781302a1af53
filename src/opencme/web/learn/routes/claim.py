"""Addresses: evaluation, claim, certificate."""

from django.urls import URLPattern, path

from opencme.web.learn.views import claim

urlpatterns: list[URLPattern] = [
    path("<uuid:activity_id>/claim/", claim.claim, name="claim"),
    path("<uuid:activity_id>/certificate.pdf", claim.certificate, name="certificate"),
]
