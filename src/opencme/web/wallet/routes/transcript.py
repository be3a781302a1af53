"""Addresses: awards, certificates, transcript."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import transcript

urlpatterns: list[URLPattern] = [
    path("credit/", transcript.transcript, name="transcript"),
    path("credit/transcript.<slug:ending>", transcript.transcript_file, name="transcript-file"),
]
