"""Addresses: readiness and steps, plan, agenda, history."""

from django.urls import URLPattern, path

from opencme.web.console.views.plan import (
    agenda,
    announcement,
    copying,
    evidence,
    history,
    joint,
    plan,
    readiness,
    steps,
)

urlpatterns: list[URLPattern] = [
    path("a/<uuid:activity_id>/", readiness.readiness, name="activity-readiness"),
    path("a/<uuid:activity_id>/step/<slug:name>/", steps.step, name="activity-step"),
    path("a/<uuid:activity_id>/plan/", plan.plan, name="activity-plan"),
    path("a/<uuid:activity_id>/plan/joint/add/", joint.add, name="activity-joint-add"),
    path("a/<uuid:activity_id>/plan/joint/<uuid:joint_id>/", joint.agreement, name="activity-joint"),
    path("a/<uuid:activity_id>/plan/joint/<uuid:joint_id>/remove/", joint.remove, name="activity-joint-remove"),
    path("a/<uuid:activity_id>/plan/evidence/add/", evidence.add_file, name="activity-evidence-add"),
    path("a/<uuid:activity_id>/plan/<slug:section>/", plan.save_section, name="activity-plan-section"),
    path("a/<uuid:activity_id>/agenda/", agenda.agenda, name="activity-agenda"),
    path("a/<uuid:activity_id>/agenda/add/", agenda.add, name="activity-agenda-add"),
    path("a/<uuid:activity_id>/agenda/paste/", agenda.paste, name="activity-agenda-paste"),
    path("a/<uuid:activity_id>/agenda/put-back/", agenda.put_back, name="activity-agenda-put-back"),
    path("a/<uuid:activity_id>/agenda/<uuid:session_id>/", agenda.change, name="activity-session"),
    path("a/<uuid:activity_id>/agenda/<uuid:session_id>/remove/", agenda.remove, name="activity-session-remove"),
    path("a/<uuid:activity_id>/history/", history.history, name="activity-history"),
    path("a/<uuid:activity_id>/copy/", copying.copy, name="activity-copy"),
    path("a/<uuid:activity_id>/announcement/", announcement.announcement, name="activity-announcement"),
    path("a/<uuid:activity_id>/calendar.ics", announcement.calendar_file, name="activity-calendar"),
]
