"""A person walking through OpenCME, counted: screens seen, clicks made, fields typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@dataclass
class Tally:
    """What one role did in the whole walk."""

    screens: int = 0
    clicks: int = 0
    fields: int = 0


@dataclass
class Walk:
    """Opens one browser context per role and counts what each role does there.

    A screen is a document the browser loads (htmx parts are not); a click is any press of mouse or key that acts;
    a field is one thing typed or chosen.
    """

    browser: Browser
    base: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def as_(self, role: str, *, phone: bool = False) -> Walker:
        """Give the walker of ``role``; the same one each time it is asked for."""
        if role not in self.contexts:
            size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
            self.contexts[role] = self.browser.new_context(viewport=size, accept_downloads=True, locale="en-US")
            self.tallies[role] = Tally()
        return Walker(role=role, walk=self)

    def table(self) -> str:
        """The counts as a table, with the office's own 59 steps beside them."""
        lines = [f"{'role':<24}{'screens':>9}{'clicks':>9}{'fields':>9}"]
        total = Counter()
        for role, tally in self.tallies.items():
            lines.append(f"{role:<24}{tally.screens:>9}{tally.clicks:>9}{tally.fields:>9}")
            total.update(screens=tally.screens, clicks=tally.clicks, fields=tally.fields)
        lines.append(f"{'together':<24}{total['screens']:>9}{total['clicks']:>9}{total['fields']:>9}")
        lines.append(
            "beside it: 59 steps, 31 documents, 22 hand-offs, 8 spreadsheet passes, 28 re-typings of an office"
        )
        return "\n".join(lines)


@dataclass
class Walker:
    """One role's hands on the browser."""

    role: str
    walk: Walk

    @property
    def page(self) -> Page:
        context = self.walk.contexts[self.role]
        if not context.pages:
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.on("pageerror", lambda error: self.walk.problems.append(f"{self.role}: script error {error}"))
            page.on("console", self._note)
            page.on("domcontentloaded", self._loaded)
        return context.pages[0]

    def _note(self, message: object) -> None:
        if message.type == "error" and "422" not in message.text:  # a refused form answers 422 on purpose
            self.walk.problems.append(f"{self.role}: {message.text} at {self.page.url}")

    def _loaded(self, _page: object) -> None:
        self.tally.screens += 1

    @property
    def tally(self) -> Tally:
        return self.walk.tallies[self.role]

    def open(self, path: str) -> Walker:
        """Open an address (typed or followed from a mail); the screen it gives is counted."""
        answer = self.page.goto(path if "://" in path else self.walk.base + path)
        assert answer is not None
        assert answer.status < 400, f"{self.role}: {answer.status} at {path}"
        return self

    def press(self, name: str, *, kind: str = "button", nth: int = 0, exact: bool = False) -> Walker:
        """Press the button or follow the link called ``name``."""
        self.page.get_by_role(kind, name=name, exact=exact).nth(nth).click()
        self.page.wait_for_load_state("networkidle")
        self.tally.clicks += 1
        return self

    def follow(self, name: str, *, nth: int = 0, exact: bool = False) -> Walker:
        """Follow a link."""
        return self.press(name, kind="link", nth=nth, exact=exact)

    def type(self, label: str, value: str, *, nth: int = 0, exact: bool = False) -> Walker:
        """Type into the field labelled ``label``."""
        typed = self.page.get_by_label(label, exact=exact).and_(self.page.locator("input, textarea"))
        typed.nth(nth).fill(value)
        self.tally.fields += 1
        return self

    def choose(self, label: str, value: str, *, nth: int = 0) -> Walker:
        """Choose from a list by what it shows, whole or in part."""
        field = self.page.get_by_label(label).nth(nth)
        shown = [text.strip() for text in field.locator("option").all_inner_texts()]
        fits = [text for text in shown if text == value] or [text for text in shown if value in text]
        assert fits, f"{self.role}: {label} does not offer {value!r} but {shown}"
        field.select_option(label=fits[0])
        self.tally.fields += 1
        return self

    def tick(self, label: str, *, nth: int = 0, exact: bool = False) -> Walker:
        """Tick a box or choose a radio."""
        self.page.get_by_label(label, exact=exact).nth(nth).check()
        self.tally.clicks += 1
        return self

    def attach(self, label: str, path: str) -> Walker:
        """Choose a file."""
        self.page.get_by_label(label).set_input_files(path)
        self.tally.fields += 1
        return self

    def sees(self, text: str) -> Walker:
        """Expect ``text`` on the page."""
        from playwright.sync_api import expect

        expect(self.page.get_by_text(text).first).to_be_visible()
        return self
