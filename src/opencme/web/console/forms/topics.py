"""Topics that boards ask for, with the credit on each: rows of a topic and an amount, as many as are needed."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.catalog.requirement_sets import vocabulary

SPARE: Final = 2
LARGEST: Final = Decimal(999)
PLACES: Final = Decimal("0.01")
Rows = list[tuple[str, str]]


class TopicsWidget(forms.Widget):
    """A row per topic: a list to choose from (its first letters find it), and how much of the credit is on it."""

    template_name = "console/plan/topics.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Give the rows that are filled and two to fill."""
        context = super().get_context(name, value, attrs)
        rows: Rows = [*pairs(value), *[("", "")] * SPARE]
        words = vocabulary().topics.items()
        named = sorted(
            ((code, label[:1].upper() + label[1:]) for code, label in words), key=lambda each: each[1].casefold()
        )
        context["widget"] |= {"rows": rows, "topics": named, "is_disabled": (attrs or {}).get("disabled", False)}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Rows:  # noqa: ARG002 -- Django's signature
        """Read the rows; none where the form did not show them."""
        codes, parts = data.getlist(f"{name}_topic"), data.getlist(f"{name}_part")
        return [(code, part.strip()) for code, part in zip(codes, parts, strict=False) if code or part.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002 -- Django's signature
        """Say whether the form did not show the rows."""
        return f"{name}_topic" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002 -- Django's signature
        """The label belongs to the first row."""
        return f"{id_}_1"


class TopicsField(forms.Field):
    """Topic -> credit on it as text, or empty for the whole; as ``Activity.requirement_topics`` keeps it."""

    widget = TopicsWidget

    def prepare_value(self, value: Any) -> Any:
        """Give the rows as they are."""
        return value

    def clean(self, value: Any) -> dict[str, str]:
        """Read every row, and say of each that cannot be read what is wrong with it."""
        found: dict[str, str] = {}
        errors = []
        for code, part in pairs(value):
            label = vocabulary().topics.get(code)
            if label is None:
                errors.append(gettext("Choose the topic that has %(part)s credits.") % {"part": part})
            elif code in found:
                errors.append(gettext("“%(topic)s” is there twice.") % {"topic": label})
            else:
                try:
                    found[code] = _amount(part)
                except (InvalidOperation, ValueError):
                    errors.append(gettext("Write how much credit is on “%(topic)s”: 2.0.") % {"topic": label})
        if errors:
            raise forms.ValidationError(errors)
        return found


def _amount(part: str) -> str:
    if not part:
        return ""
    amount = Decimal(part)
    if not 0 < amount <= LARGEST or amount != amount.quantize(PLACES):
        raise ValueError(part)
    return str(amount)


def pairs(value: Any) -> Rows:
    """Give rows from what is kept (a mapping), from what was typed (rows), or from a text of JSON."""
    if isinstance(value, str):
        value = json.loads(value) if value else {}
    if isinstance(value, Mapping):
        return [(str(code), str(part or "")) for code, part in value.items()]
    return [(str(code), str(part)) for code, part in value or ()]


def topics_words(value: Any) -> str:
    """Say topics as people read them, one a line."""
    words = vocabulary().topics
    return "\n".join(f"{words.get(code, code)}: {part or gettext('all of it')}" for code, part in pairs(value))


LABEL: Final = _("Topics boards ask for")
