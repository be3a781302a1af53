"""Addresses: learners, attendance, check-in and the evaluation's results."""

from django.urls import URLPattern, path

from opencme.web.console.views.deliver import attendance, check_in, imports, learner, learners, people, queue

_LEARNERS = "a/<uuid:activity_id>/learners/"
_ATTENDANCE = "a/<uuid:activity_id>/attendance/"
_SESSION = f"{_ATTENDANCE}sessions/<uuid:session_id>/"
_IMPORT = f"{_ATTENDANCE}imports/<uuid:import_id>/"

urlpatterns: list[URLPattern] = [
    path(_LEARNERS, learners.learners, name="activity-learners"),
    path(f"{_LEARNERS}add/", learners.add, name="learners-add"),
    path(f"{_LEARNERS}list/", people.bring, name="learners-bring"),
    path(f"{_LEARNERS}list/<uuid:file_id>/", people.preview, name="learners-list"),
    path(f"{_LEARNERS}lists/<uuid:import_id>/undo/", people.undo, name="learners-undo"),
    path(f"{_LEARNERS}<uuid:registration_id>/", learner.learner, name="activity-learner"),
    path(f"{_LEARNERS}<uuid:registration_id>/withdraw/", learners.withdraw, name="learner-withdraw"),
    path(
        f"{_LEARNERS}<uuid:registration_id>/units/<uuid:cycle_id>/take-back/",
        learner.take_unit_back,
        name="learner-unit-back",
    ),
    path(_ATTENDANCE, attendance.attendance, name="activity-attendance"),
    path(f"{_ATTENDANCE}file/", imports.bring, name="attendance-import"),
    path(f"{_ATTENDANCE}file/<uuid:file_id>/", imports.place, name="attendance-file"),
    path(_IMPORT, imports.result, name="attendance-import-result"),
    path(f"{_IMPORT}cancel/", imports.cancel, name="attendance-import-cancel"),
    path(f"{_IMPORT}undo/", imports.undo, name="attendance-import-undo"),
    path(f"{_IMPORT}accept/", imports.accept, name="attendance-import-accept"),
    path(f"{_ATTENDANCE}queue/", queue.queue, name="attendance-queue"),
    path(f"{_ATTENDANCE}rows/<uuid:row_id>/", queue.row, name="attendance-row"),
    path(_SESSION, attendance.session, name="attendance-session"),
    path(f"{_SESSION}take-back/<uuid:registration_id>/", attendance.take_back, name="attendance-take-back"),
    path(f"{_SESSION}check-in/start/", check_in.start, name="check-in-start"),
    path(f"{_SESSION}check-in/", check_in.screen, name="activity-check-in"),
]
