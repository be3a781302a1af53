"""Chromium asking Django in the same process: pages are rendered inside the test's own transaction, without a server."""

from __future__ import annotations

import contextvars
import gzip
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import brotli
from django.contrib.staticfiles import finders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page, Route

BASE = "http://localhost"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass
class Visit:
    """One page in one window: what it weighs on the wire (as the server sends it) and what went wrong."""

    page: Page
    client: Client
    weights: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    # Playwright calls back in a context of its own, where Django would open a second connection outside the transaction.
    here: contextvars.Context = field(default_factory=contextvars.copy_context)

    def go(self, address: str) -> Any:
        self.weights.clear()
        return self.page.goto(BASE + address, wait_until="load")

    @property
    def weight(self) -> int:
        return sum(self.weights.values())

    def overflow(self) -> int:
        """How many pixels the page is wider than its window, once its styles are there."""
        self.page.wait_for_load_state("load")
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def answer(self, route: Route) -> None:
        wanted = route.request
        parts = urlsplit(wanted.url)
        if f"{parts.scheme}://{parts.netloc}" != BASE:
            self.problems.append(f"asks elsewhere: {wanted.url}")
            route.abort()
        elif parts.path.startswith("/static/"):
            self._static(route, parts.path.removeprefix("/static/"))
        else:
            self._django(route, wanted, parts.path + (f"?{parts.query}" if parts.query else ""))

    def _static(self, route: Route, path: str) -> None:
        place = finders.find(path)
        if not place:
            self.problems.append(f"no static file {path}")
            route.fulfill(status=404)
            return
        body = Path(place).read_bytes()
        kind = KINDS.get(Path(path).suffix, "application/octet-stream")
        self.weights[path] = len(body) if kind.startswith("font") else len(brotli.compress(body))
        route.fulfill(body=body, content_type=kind)

    def _django(self, route: Route, wanted: Any, address: str) -> None:
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in wanted.all_headers().items()}
        kind = headers.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
        headers.pop("HTTP_COOKIE", None)
        headers["HTTP_HOST"] = "localhost"
        got = self.here.run(
            self.client.generic, wanted.method, address, wanted.post_data_buffer or b"", kind, **headers
        )
        body = b"".join(got.streaming_content) if got.streaming else got.content
        if got.status_code in {301, 302, 303} and wanted.resource_type == "document":
            # Chromium would follow a redirect past this handler; a page that leads on comes back to it.
            there = escape(urljoin(wanted.url, got["Location"]))
            route.fulfill(content_type="text/html", body=f'<meta http-equiv="refresh" content="0;url={there}">')
            return
        is_text = got.get("Content-Type", "").startswith("text/")
        self.weights[address] = len(gzip.compress(body, 6)) if is_text else len(body)
        cookies = [morsel.OutputString() for morsel in got.cookies.values()]
        kept = {name: value for name, value in got.items() if name.lower() != "content-length"}
        route.fulfill(
            status=got.status_code,
            headers={**kept, **({"Set-Cookie": "\n".join(cookies)} if cookies else {})},
            body=body,
        )


@contextmanager
def visit(
    browser: Browser, client: Client, *, width: int = 1280, scheme: str = "light", scripts: bool = True
) -> Iterator[Visit]:
    """Open a window of ``width`` pixels whose requests ``client`` answers."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-US",
        java_script_enabled=scripts,
    )
    page = context.new_page()
    made = Visit(page=page, client=client)
    page.on(
        "console", lambda message: made.problems.append(f"console: {message.text}") if message.type == "error" else None
    )
    page.on("pageerror", lambda error: made.problems.append(f"script: {error}"))
    context.route("**/*", made.answer)
    yield made
    context.close()
