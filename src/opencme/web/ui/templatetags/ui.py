"""``{% load ui %}``: icons, status, time, credits, findings, meters, query strings. The page ``/ui/`` shows each."""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import segno
from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opencme.catalog.sources import Source, sources
from opencme.kernel.credits import Credits
from opencme.kernel.findings import Finding
from opencme.kernel.text import RichText
from opencme.rules.activity import support
from opencme.rules.activity.lifecycle import STATE_NAMES, State
from opencme.web.ui.icons import STATUS_ICONS, shapes

register: Final = template.Library()
_LONG_WORD: Final = 24  # letters; a longer word makes a column too wide

_STATES: Final = {
    State.IDEA: ("calm", "circle-dashed"),
    State.PLANNING: ("info", "pencil-line"),
    State.IN_REVIEW: ("info", "eye"),
    State.APPROVED: ("info", "badge-check"),
    State.DESIGNATED: ("info", "award"),
    State.OPEN: ("good", "door-open"),
    State.DELIVERED: ("info", "flag"),
    State.CLOSED: ("calm", "lock"),
    State.REPORTED: ("good", "send"),
    State.CANCELLED: ("calm", "circle-slash"),
}


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """Draw a lucide icon: ``{% icon "award" %}``; with ``label`` it is read aloud, without it is decoration."""
    if not label:
        return _decoration(name, size)
    return _drawn(name, size, format_html('role="img" aria-label="{}"', label))


@lru_cache(maxsize=1024)
def _decoration(name: str, size: str) -> SafeString:
    return _drawn(name, size, format_html('aria-hidden="{}"', "true"))


def _drawn(name: str, size: str, read_as: SafeString) -> SafeString:
    inner = format_html_join(
        "",
        "<{} {}/>",
        ((part.tag, format_html_join(" ", '{}="{}"', part.attributes)) for part in shapes(name)),
    )
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f" icon-{size}" if size else "",
        read_as,
        inner,
    )


@register.simple_tag
def status(kind: str, word: str, *, plain: bool = False, shape: str = "") -> SafeString:
    """Show a status as shape, word and color: ``{% status "met" _("Ready") %}``.

    kind: met, short, due_soon, overdue, cannot_decide, not_applicable; or good, warn, bad, info, calm.
    shape: an icon in place of the kind's own.
    """
    return format_html(
        '<span class="status is-{}{}">{}{}</span>',
        kind,
        " is-plain" if plain else "",
        icon(shape or STATUS_ICONS[kind]),
        word,
    )


@register.simple_tag
def state(value: str) -> SafeString:
    """Show an activity's state: ``{% state activity.state %}``."""
    found = State(value)
    kind, shape = _STATES[found]
    return status(kind, gettext(STATE_NAMES[found]), shape=shape)


@register.filter
def translated(text: str) -> str:
    """Translate a text that was marked elsewhere (catalog, rules): ``{{ part.title|translated }}``."""
    return gettext(text) if text else ""


@register.filter
def breakable(text: str) -> SafeString:
    """Let a text of people break anywhere where a word of it is too long for a column."""
    is_long = any(len(word) > _LONG_WORD for word in text.split())
    return format_html('<span class="long-word">{}</span>', text) if is_long else conditional_escape(text)


# ── time and quantities ──


@register.simple_tag
def local(moment: datetime | date | None, zone: ZoneInfo | str = "UTC", show: str = "moment") -> SafeString | str:
    """Show a moment on the clock of ``zone`` with its short name: ``{% local session.starts_at activity.zone %}``.

    show: ``moment`` (Mar 4, 2026, 9:00 a.m. CST), ``day`` (Mar 4, 2026), ``weekday`` (Wed, Mar 4), ``time`` (9:00 a.m.)
    or ``time_zone`` (9:00 a.m. CST). A plain date is shown as a day. None gives an en dash.
    """
    if moment is None:
        return "–"
    if not isinstance(moment, datetime):
        style = "D, M j" if show == "weekday" else "M j, Y"
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), formats.date_format(moment, style))
    there = moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    day, hour = formats.date_format(there, "M j, Y"), formats.time_format(there, "g:i A")
    text = {
        "moment": f"{day}, {hour} {there.tzname()}",
        "day": day,
        "weekday": formats.date_format(there, "D, M j"),
        "time": hour,
        "time_zone": f"{hour} {there.tzname()}",
    }[show]
    return format_html('<time datetime="{}">{}</time>', there.isoformat(timespec="minutes"), text)


@register.filter
def cell(value: Any) -> Any:
    """Show a table's value: a day as a day, nothing as nothing, everything else as it is."""
    if isinstance(value, date):  # a moment is one too
        return local(value)
    return "" if value is None else value


@register.filter
def minutes(value: int | None) -> str:
    """Say whole minutes as hours and minutes: 135 gives "2 h 15 min"."""
    if value is None:
        return "–"
    hours, rest = divmod(int(value), 60)
    parts = [gettext("%(count)s h") % {"count": hours}] if hours else []
    if rest or not hours:
        parts.append(gettext("%(count)s min") % {"count": rest})
    return " ".join(parts)


@register.simple_tag(name="credits")
def credit_amount(amount: Credits | Decimal | None, unit: RichText | str = "", *, short: bool = False) -> SafeString:
    """Show an amount of credit with aligned figures: ``{% credits award.credits system.unit %}``; None gives a dash."""
    if amount is None:
        return format_html('<span class="soft">–</span>')
    quantity = amount if isinstance(amount, Credits) else Credits(amount)
    figure = format_html(
        '<data class="number" value="{}">{}</data>', quantity.amount, quantity.short if short else str(quantity)
    )
    return format_html("{} {}", figure, rich(unit)) if unit else figure


@register.filter
def rich(text: RichText | str) -> SafeString:
    """Show rich text with its italics; plain text is escaped."""
    return _runs(text) if isinstance(text, RichText) else conditional_escape(text)


@lru_cache(maxsize=1024)
def _runs(text: RichText) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<em>{}</em>", r.text) if r.italic else r.text,) for r in text.runs)
    )


@register.inclusion_tag("ui/components/meter.html")
def meter(
    counted: Any,
    most: Any,
    *,
    label: str = "",
    unit: str = "",
    kind: str = "",
    held: Any = None,
    due: Any = None,
    parts: Iterable[Any] = (),
    parts_label: str = "",
) -> dict[str, Any]:
    """Draw one requirement as a bar with the same numbers in words.

    counted: what counts; most: what is asked; held: all that is held (more than counted is hatched: it does not count).
    parts: what must be inside it, as a row of small bars (x, width, done, kind); parts_label says the same in words.
    """
    top = max(_number(most), _number(held or 0), _number(counted), Decimal("0.01"))
    return {
        "counted": _amount(counted),
        "most": _amount(most),
        "label": label,
        "unit": unit,
        "kind": kind,
        "due": due,
        "held": None if held is None else _amount(held),
        "done_width": round(float(_number(counted) / top * 100), 2),
        "held_width": round(float(_number(held or 0) / top * 100), 2),
        "end": round(float(_number(most) / top * 100), 2),
        "parts": parts,
        "parts_label": parts_label,
    }


@register.inclusion_tag("ui/components/ring.html")
def ring(counted: Any, most: Any, *, unit: str = "", kind: str = "") -> dict[str, Any]:
    """Draw an amount as a ring with the number inside: ``{% ring "1.25" "2.00" unit=_("of 2.00 credits") %}``."""
    share = min(_number(counted) / _number(most), Decimal(1)) if _number(most) else Decimal(0)
    return {"counted": _amount(counted), "unit": unit, "kind": kind, "share": round(float(share) * 100, 2)}


def _number(value: Any) -> Decimal:
    return value.amount if isinstance(value, Credits) else Decimal(str(value))


def _amount(value: Any) -> str:
    return str(value)


# ── findings ──


@register.inclusion_tag("ui/components/finding.html", takes_context=True)
def finding(
    context: Context, found: Any, *, activity: Any = None, fix: str = "", day: date | None = None
) -> dict[str, Any]:
    """Show one finding as a card: what is missing, who owes it, by when, the rule's source, one button that fixes it.

    found: a ``Finding`` or anything that carries one as ``.finding`` (and perhaps ``.day``); fix: an address that wins
    over the workspace part the finding names; activity: taken from the context when it is there.
    """
    return _card(found, activity or context.get("activity"), fix=fix, day=day)


@register.inclusion_tag("ui/components/findings.html", takes_context=True)
def findings(
    context: Context, found: Iterable[Any], *, activity: Any = None, empty: str = "", rules: bool = True
) -> dict[str, Any]:
    """Show findings as a list of cards, blocking ones first; ``empty`` is said when there are none.

    rules: whether each card leads to its rule; not for what is only a question about a file.
    """
    about = activity or context.get("activity")
    cards = [_card(each, about) | ({} if rules else {"source": None}) for each in found]
    return {"cards": sorted(cards, key=lambda card: not card["found"].blocking), "empty": empty}


@register.inclusion_tag("ui/components/refused.html")
def refused(
    label: str, reasons: Iterable[Any], *, icon: str = "lock", kind: str = "is-main", title: str = ""
) -> dict[str, Any]:
    """Show a button that refuses: disabled, with all its reasons: ``{% refused _("Approve") view.blocking %}``.

    reasons: findings, things that carry one, or plain sentences.
    """
    told = [_reason(each) for each in reasons]
    return {
        "label": label,
        "reasons": told,
        "rules": list({each["source"].key: each["source"] for each in told if each["source"]}.values()),
        "icon": icon,
        "kind": kind,
        "title": title,
        "id": zlib.crc32(f"{label}{told}".encode()),
    }


def _reason(each: Any) -> dict[str, Any]:
    held = getattr(each, "finding", each)
    if not isinstance(held, Finding):
        return {"text": held, "owes": "", "source": None}
    return {"text": sentence(held), "owes": held.owes, "source": source_of(held.source)}


def _card(found: Any, activity: Any, *, fix: str = "", day: date | None = None) -> dict[str, Any]:
    held: Finding = getattr(found, "finding", found)
    if not fix and held.fix and activity is not None:
        fix = _fix_address(held, activity)
    return {
        "found": held,
        "text": sentence(held),
        "owes": held.owes,
        "day": day or getattr(found, "day", None),
        "source": source_of(held.source),
        "fix": fix,
    }


def _fix_address(held: Finding, activity: Any) -> str:
    """Where a finding is put right: the workspace part at its field, or the provider's settings; empty when nowhere."""
    where = {"provider": activity.provider.slug}
    try:
        if held.fix == "provider":
            return reverse("console:provider", kwargs=where)
        part = reverse(f"console:activity-{held.fix}", kwargs={**where, "activity_id": activity.public_id})
    except NoReverseMatch:
        return ""
    return f"{part}#field-{held.field}" if held.field else part


@register.filter
def sentence(found: Finding) -> str:
    """Give a finding's sentence, translated: ``{{ finding|sentence }}``."""
    return gettext(found.message) % dict(found.params)


@register.filter
def supporters(lines: Sequence[str]) -> list[str]:
    """Give who supports an activity, as learners are told: ``{{ activity.support_sources|supporters }}``."""
    return [each.told for each in support.supporters(lines or ())]


@register.filter
def source_of(key: str) -> Source | None:
    """Give the source behind a key; None when the catalog has no such key any more."""
    return sources.get(key)


# ── addresses ──


@register.simple_tag(takes_context=True)
def param(context: Context, **changes: Any) -> str:
    """Give the page's query string with some values changed: ``href="{% param page=2 %}"``; None or "" removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def address(name: str, **where: Any) -> str:
    """Give an address by name, or nothing while no page has it: ``{% address "learn:home" as home %}``."""
    return _reversed(name, tuple(sorted(where.items())))


@lru_cache(maxsize=1024)
def _reversed(name: str, where: tuple[tuple[str, Any], ...]) -> str:
    try:
        return reverse(name, kwargs=dict(where) or None)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Show the way through a paginated list; nothing when there is one page."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "pages": list(pages), "gap": page.paginator.ELLIPSIS, "request": context["request"]}


@register.inclusion_tag("ui/components/qr.html")
def qr(text: str, *, label: str = "", caption: str = "") -> dict[str, Any]:
    """Draw a QR code: ``{% qr verify_url label=_("Address to verify this certificate") %}``."""
    rows = segno.make(text, error="m", micro=False).matrix
    strokes = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dot in enumerate(row) if dot)
    return {"path": strokes, "size": len(rows) + 8, "label": label or text, "caption": caption}


@register.filter
def initials(name: str) -> str:
    """Give at most two initials of a name for a person chip; credentials after a comma do not count."""
    words = [word for word in str(name).split(",")[0].split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def choice_name(field: Any) -> str:
    """Say how a bound field is drawn: check, group, file, hidden, or text."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    if widget.is_hidden:
        return "hidden"
    if getattr(field, "use_fieldset", False):
        return "group"
    return {"checkbox": "check", "file": "file"}.get(kind, "text")


@register.filter
def undo_address(message: Any) -> str:
    """Give where a message's deed is taken back: a view says so with ``extra_tags="undo:/address/"``."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return next((tag[5:] for tag in tags.split() if tag.startswith("undo:/")), "")
