"""Addresses: the plan, and whether an activity counts."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import plan

urlpatterns: list[URLPattern] = [
    path("plan/", plan.plan, name="plan"),
    path("plan/activities/<uuid:activity_id>/add/", plan.add, name="plan-add"),
    path("plan/activities/<uuid:activity_id>/leave-out/", plan.leave_out, name="plan-leave-out"),
    path("plan/<uuid:planned_id>/drop/", plan.drop, name="plan-drop"),
    path("plan/<uuid:planned_id>/restore/", plan.restore, name="plan-restore"),
    path("counts/", plan.counts, name="counts"),
]
