"""Addresses: one line per surface."""

from django.urls import include, path

from opencme.config.health import health
from opencme.web.console.views.provider import set_up
from opencme.web.ui.files import serve_file

urlpatterns = [
    path("health/", health, name="health"),
    path("files/<uuid:file_id>/<str:name>", serve_file, name="file"),
    path("", include("opencme.web.public.urls")),
    path("set-up/", set_up, name="set-up"),
    path("ui/", include("opencme.web.ui.urls")),
    path("p/<slug:provider>/", include("opencme.web.console.urls")),
    path("f/", include("opencme.web.faculty.urls")),
    path("learn/", include("opencme.web.learn.urls")),
    path("s/", include("opencme.web.wallet.routes.shared")),
    path("me/", include("opencme.web.wallet.urls")),
]

handler500 = "opencme.web.ui.errors.server_error"
