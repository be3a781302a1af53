"""Addresses: content, assessment, evaluation form."""

from django.urls import URLPattern, path

from opencme.web.console.views.build import assessment, content, evaluation, questions

_CONTENT = "a/<uuid:activity_id>/content/"
_ASSESSMENT = "a/<uuid:activity_id>/assessment/"
_EVALUATION = "a/<uuid:activity_id>/evaluation/"

urlpatterns: list[URLPattern] = [
    path(_CONTENT, content.content, name="activity-content"),
    path(f"{_CONTENT}add/<slug:kind>/", content.add, name="content-add"),
    path(f"{_CONTENT}preview/", content.preview, name="content-preview"),
    path(f"{_CONTENT}<uuid:item_id>/", content.change, name="content-change"),
    path(f"{_CONTENT}<uuid:item_id>/act/", content.act, name="content-act"),
    path(f"{_CONTENT}<uuid:item_id>/look/", content.look, name="content-look"),
    path(_ASSESSMENT, assessment.assessment, name="activity-assessment"),
    path(f"{_ASSESSMENT}add/<slug:kind>/", questions.add, name="question-add"),
    path(f"{_ASSESSMENT}file/", questions.bring, name="questions-bring"),
    path(f"{_ASSESSMENT}file/<uuid:file_id>/", questions.look, name="questions-file"),
    path(f"{_ASSESSMENT}pair/", assessment.pair, name="assessment-pair"),
    path(f"{_ASSESSMENT}export/", assessment.export, name="assessment-export"),
    path(f"{_ASSESSMENT}preview/", assessment.preview, name="assessment-preview"),
    path(f"{_ASSESSMENT}statistics/", assessment.statistics, name="assessment-statistics"),
    path(f"{_ASSESSMENT}<uuid:question_id>/", questions.change, name="question-change"),
    path(f"{_ASSESSMENT}<uuid:question_id>/act/", assessment.act, name="question-act"),
    path(_EVALUATION, evaluation.evaluation, name="activity-evaluation"),
    path(f"{_EVALUATION}results/", evaluation.results, name="evaluation-results"),
]
