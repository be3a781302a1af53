"""Addresses: my activities, the way through one, its content."""

from django.urls import URLPattern, path

from opencme.web.learn.views import activity, content

urlpatterns: list[URLPattern] = [
    path("", activity.home, name="home"),
    path("<uuid:activity_id>/", activity.activity, name="activity"),
    path("<uuid:activity_id>/begin/", activity.begin, name="begin"),
    path("<uuid:activity_id>/consent/", activity.consent, name="consent"),
    path("<uuid:activity_id>/withdraw/", activity.withdraw, name="withdraw"),
    path("<uuid:activity_id>/content/<uuid:item_id>/", content.item, name="item"),
    path("<uuid:activity_id>/content/<uuid:item_id>/place/", content.place, name="item-place"),
]
