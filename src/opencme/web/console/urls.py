"""Addresses of the surface: one module of ``routes`` per area."""

from django.urls import URLPattern

from opencme.web.console.routes import board, build, credit, deliver, independence, plan, provider, report, standing

app_name = "console"
urlpatterns: list[URLPattern] = [
    *board.urlpatterns,
    *provider.urlpatterns,
    *plan.urlpatterns,
    *independence.urlpatterns,
    *build.urlpatterns,
    *deliver.urlpatterns,
    *credit.urlpatterns,
    *report.urlpatterns,
    *standing.urlpatterns,
]
