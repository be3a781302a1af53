"""Addresses: verification of certificates. The QR code holds ``/verify/<number>``, without a slash at its end."""

from django.urls import URLPattern, path

from opencme.web.public.views import verify

urlpatterns: list[URLPattern] = [
    path("verify/", verify.search, name="verify"),
    path("verify/file/", verify.check_file, name="verify-file"),
    path("verify/<str:number>", verify.certificate, name="certificate"),
]
