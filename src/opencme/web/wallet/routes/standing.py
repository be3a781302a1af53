"""Addresses: where I stand, what I renew, the questions of the rules."""

from django.urls import URLPattern, path

from opencme.web.wallet.views import own_rules, questions, reminders, renewals, set_up, standing

urlpatterns: list[URLPattern] = [
    path("", standing.overview, name="standing"),
    path("set-up/", set_up.set_up, name="set-up"),
    path("set-up/profession/", set_up.profession, name="set-up-profession"),
    path("set-up/dates/", set_up.dates, name="set-up-dates"),
    path("questions/", questions.questions, name="questions"),
    path("first-steps/", standing.first_steps, name="first-steps"),
    path("timeline/", reminders.timeline, name="timeline"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/calendar/", reminders.calendar_address, name="calendar-address"),
    path("reminders/stop/<str:word>/", reminders.stop, name="reminders-stop"),
    path("calendar/<str:word>.ics", reminders.calendar_feed, name="calendar-feed"),
    path("rules/new/", own_rules.add, name="rules-new"),
    path("renewals/ended/", renewals.ended, name="ended"),
    path("renewals/noted/<uuid:earlier_id>/remove/", renewals.unnote, name="unnote"),
    path("renewals/<uuid:obligation_id>/", standing.authority, name="authority"),
    path("renewals/<uuid:obligation_id>/sheet/", standing.renewal, name="renewal"),
    path("renewals/<uuid:obligation_id>/change/", renewals.change, name="change"),
    path("renewals/<uuid:obligation_id>/rules/", own_rules.amend, name="rules-amend"),
    path("renewals/<uuid:obligation_id>/renewed/", renewals.renew, name="renew"),
    path("renewals/<uuid:obligation_id>/end/", renewals.end, name="end"),
    path("renewals/<uuid:obligation_id>/restore/", renewals.restore, name="restore"),
    path("renewals/<uuid:obligation_id>/note/", renewals.note, name="note"),
]
