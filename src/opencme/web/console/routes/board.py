"""Addresses: the board, the list of activities, starting one."""

from django.urls import URLPattern, path

from opencme.web.console.views import board

urlpatterns: list[URLPattern] = [
    path("", board.board, name="board"),
    path("activities/", board.table, name="activities"),
    path("start/", board.start, name="start"),
]
