"""Addresses: the owner's shares."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import shares

urlpatterns: list[URLPattern] = [
    path("shares/", shares.overview, name="shares"),
    path("shares/new/", shares.add, name="share-new"),
    path("shares/<uuid:share_id>/", shares.one, name="share"),
    path("shares/<uuid:share_id>/look/", shares.look, name="share-look"),
    path("shares/<uuid:share_id>/withdraw/", shares.withdraw, name="share-withdraw"),
]
