"""JSON with exact numbers: ``Decimal`` is written as it is, never by way of a float."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def json_text(value: Any) -> str:
    """Write ``value`` (text, whole numbers, Decimal, booleans, None, mappings, sequences) as compact JSON."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(key)}:{json_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(json_text(each) for each in value) + "]"
    msg = f"{type(value).__name__} has no place in a report"
    raise TypeError(msg)


def decimal_text(value: Decimal) -> str:
    """Write a number without idle zeros and without an exponent: "3.5", "10", "0.25"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
