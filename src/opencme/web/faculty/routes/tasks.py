"""Addresses: tasks by link: disclosure, review."""

from django.urls import URLPattern, path

from opencme.web.faculty.views import tasks

urlpatterns: list[URLPattern] = [
    path("<str:token>/", tasks.task, name="task"),
]
