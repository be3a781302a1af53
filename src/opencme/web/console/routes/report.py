"""Addresses: reports and the activity file."""

from django.urls import URLPattern, path

from opencme.web.console.views.report import activity, certificates, file, learners, making, year

A = "a/<uuid:activity_id>/reports/"

urlpatterns: list[URLPattern] = [
    path(A, activity.reports, name="activity-reports"),
    path(f"{A}make/<slug:kind>/", making.make, name="activity-report-make"),
    path(f"{A}left-out/", learners.left_out, name="activity-left-out"),
    path(f"{A}left-out/ask/", learners.ask, name="activity-left-out-ask"),
    path(f"{A}file/", file.activity_file, name="activity-file"),
    path(f"{A}certificates/", certificates.certificates, name="activity-certificates"),
    path(f"{A}certificates/<int:registration_id>/issue/", certificates.issue, name="activity-certificate-issue"),
    path(f"{A}certificates/<int:registration_id>/reissue/", certificates.reissue, name="activity-certificate-reissue"),
    path("reports/", year.reports, name="reports"),
    path("reports/<int:year>/", year.reports, name="reports-of-year"),
    path("reports/<int:year>/make/<slug:kind>/", year.make, name="report-of-year-make"),
    path("report/<uuid:report_id>/progress/", making.progress, name="report-progress"),
    path("report/<uuid:report_id>/cancel/", making.cancel, name="report-cancel"),
    path("report/<uuid:report_id>/submitted/", making.submitted, name="report-submitted"),
    path("report/<uuid:report_id>/take-back/", making.take_back, name="report-take-back"),
]
