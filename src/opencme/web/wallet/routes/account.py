"""Addresses: taking everything along, deleting the account."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import account

urlpatterns: list[URLPattern] = [
    path("account/", account.account, name="account"),
    path("account/export/", account.export, name="account-export"),
    path("account/export/<uuid:export_id>/", account.progress, name="account-progress"),
    path("account/delete/", account.delete, name="account-delete"),
]
