import io
import json
import logging
import logging.config

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from opencme.config import logs


def shown(request, secret):
    return HttpResponse("here")


def broken(request, secret):
    raise IntegrityError("twice\nDETAIL: Key (email)=(dee@clinic.example) already exists.")


urlpatterns = [path("f/<str:secret>/", shown, name="shown"), path("b/<str:secret>/", broken, name="broken")]
handler500 = "opencme.web.ui.errors.server_error"


@pytest.fixture
def logged():
    """Gives the lines that the log holds so far; logging is put back afterwards."""
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    text = io.StringIO()
    described = logs.set_up("info", is_for_people=False)
    described["handlers"]["stderr"]["stream"] = text
    logging.config.dictConfig(described)
    yield lambda: [json.loads(line) for line in text.getvalue().splitlines()]
    structlog.configure(**before)
    root.handlers, root.level = handlers, level


@override_settings(ROOT_URLCONF=__name__)
def test_request_is_logged_by_route_and_never_by_address(logged):
    answer = Client().get("/f/secret-of-a-link/?q=dee")

    [line] = logged()
    assert {key: line[key] for key in ("event", "method", "route", "status", "request_id")} == {
        "event": "request",
        "method": "GET",
        "route": "shown",
        "status": 200,
        "request_id": answer["X-Request-ID"],
    }
    assert "secret-of-a-link" not in json.dumps(line)


@override_settings(ROOT_URLCONF=__name__)
def test_our_fault_is_logged_with_its_number_and_place_and_without_the_row(logged):
    answer = Client(raise_request_exception=False).get("/b/secret-of-a-link/")

    failed = next(line for line in logged() if line["event"] == "request.failed")
    assert answer.status_code == 500
    assert failed["request_id"] in answer.text
    assert (failed["error"], failed["says"]) == ("IntegrityError", "twice")
    assert failed["trace"][-1].endswith(" broken")
    assert "secret-of-a-link" not in json.dumps(logged())
    assert "dee@clinic.example" not in json.dumps(logged())
