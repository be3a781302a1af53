"""Addresses: who may see how one stands."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import consents

urlpatterns: list[URLPattern] = [
    path("consents/", consents.overview, name="consents"),
    path("consents/<uuid:consent_id>/withdraw/", consents.withdraw, name="consent-withdraw"),
]
