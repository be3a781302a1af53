"""Addresses: the provider's settings, staff, partners."""

from django.urls import URLPattern, path

from opencme.web.console.views import provider

urlpatterns: list[URLPattern] = [
    path("provider/", provider.settings, name="provider"),
    path("staff/", provider.people, name="staff"),
    path("staff/<uuid:membership_id>/end/", provider.end_role, name="staff-end"),
    path("partners/", provider.partners, name="partners"),
    path("partners/new/", provider.partner, name="partner-new"),
    path("partners/<uuid:partner_id>/", provider.partner, name="partner"),
]
