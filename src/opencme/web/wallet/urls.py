"""Addresses of the surface: one module of ``routes`` per area."""

from django.urls import URLPattern

from opencme.web.wallet.routes import account, allowance, consents, credit, plan, profile, shares, standing, transcript

app_name = "wallet"
urlpatterns: list[URLPattern] = [
    *account.urlpatterns,
    *allowance.urlpatterns,
    *consents.urlpatterns,
    *plan.urlpatterns,
    *profile.urlpatterns,
    *shares.urlpatterns,
    *standing.urlpatterns,
    *transcript.urlpatterns,
    *credit.urlpatterns,
]
