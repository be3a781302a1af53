"""Addresses: front page, sign-in, sign-up, sign-out, the demo's people, help, privacy."""

from django.urls import URLPattern, path

from opencme.web.public.views import demo, front, sign_in

urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/sent/", sign_in.link_sent, name="link-sent"),
    path("sign-in/link/", sign_in.link, name="link"),
    path("address/", sign_in.confirm_address, name="confirm-address"),
    path("sign-up/", sign_in.sign_up, name="sign-up"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("work/", front.workplaces, name="workplaces"),
    path("demo/", demo.people, name="demo-people"),
    path("demo/be/<uuid:person_id>/", demo.be, name="demo-be"),
    path("help/", front.help_page, name="help"),
    path("privacy/", front.privacy, name="privacy"),
]
