"""Addresses of the surface: one module of ``routes`` per area."""

from django.urls import URLPattern

from opencme.web.learn.routes import activity, assessment, claim, session

app_name = "learn"
urlpatterns: list[URLPattern] = [
    *activity.urlpatterns,
    *session.urlpatterns,
    *assessment.urlpatterns,
    *claim.urlpatterns,
]
