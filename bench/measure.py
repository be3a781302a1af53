"""Measuring a running server: CPU of its process tree, wall time, bytes on the wire."""

import http.client
import os
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

TICKS = os.sysconf("SC_CLK_TCK")


def process_tree(pid: int) -> list[int]:
    """The process and all that came from it."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found.extend(int(child) for child in task.read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    """User and system CPU of the process tree so far, in seconds."""
    total = 0
    for each in process_tree(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


@dataclass
class Browser:
    """A small HTTP client that keeps cookies and one connection, as a browser does."""

    base: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    requests: int = 0
    sent_for: str = ""
    url: str = ""
    text: str = ""
    status: int = 0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        self.link = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)

    def fetch(self, method: str, path: str, form: dict[str, object] | None = None, *, follow: bool = True) -> bytes:
        """One request; redirects are followed as a browser follows them, and counted."""
        url = urljoin(self.base + (self.url or "/"), path)
        target = urlsplit(url)
        headers = {
            "Accept-Encoding": "br, gzip",
            "Accept": "text/html",
            "Referer": self.base + "/",
            "Origin": self.base,
            "Cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in self.cookies.items()),
        }
        body = None
        if form is not None:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text)
            pairs = {"csrfmiddlewaretoken": token.group(1) if token else "", **form}
            body = urlencode(pairs, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, target.path + (f"?{target.query}" if target.query else ""), body, headers)
        answer = self.link.getresponse()
        raw = answer.read()
        self.requests += 1
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(cookie)
        self.status = answer.status
        if follow and answer.status in {301, 302, 303}:
            self.url = target.path
            return self.fetch("GET", answer.headers["Location"])
        self.url = target.path
        encoding = answer.headers.get("Content-Encoding", "")
        self.text = ""
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            self.text = unpack(raw, encoding).decode()
        return raw

    def get(self, path: str) -> bytes:
        """Open a page."""
        return self.fetch("GET", path)

    def post(self, path: str, **form: object) -> bytes:
        """Send a form found on the page shown last."""
        return self.fetch("POST", path, form)


def unpack(raw: bytes, encoding: str) -> bytes:
    """Undo the content encoding."""
    if encoding == "br":
        import brotli

        return brotli.decompress(raw)
    if encoding == "gzip":
        import gzip

        return gzip.decompress(raw)
    return raw


def page_weight(base: str, path: str, cookies: SimpleCookie | None = None) -> tuple[int, int]:
    """Bytes on the wire of a first visit (page and everything it links) and of a later one (the page alone)."""
    browser = Browser(base, cookies or SimpleCookie())
    html = browser.get(path)
    assets = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', browser.text))
    assets |= set(re.findall(r'url\("?(/static/[^)"]+)', browser.text))
    return len(html) + sum(len(browser.fetch("GET", asset)) for asset in sorted(assets)), len(html)


class Watch:
    """Wall and CPU of a stretch of work against the server tree ``pid``."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def __enter__(self) -> Self:
        self.cpu0, self.wall0 = cpu_seconds(self.pid), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self.wall0
        self.cpu = cpu_seconds(self.pid) - self.cpu0
