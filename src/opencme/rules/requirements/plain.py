"""Lines as JSON values and as plain text."""

from collections.abc import Iterable
from typing import Any

from opencme.rules.requirements import amounts
from opencme.rules.requirements.lines import Line


def number(amount: int | None) -> int | float | None:
    """Give an amount as JSON writes it: whole where it is whole. The only float, made for the reader of JSON."""
    if amount is None:
        return None
    return amount // amounts.ONE if amount % amounts.ONE == 0 else float(amounts.shown(amount))


def as_json(line: Line) -> dict[str, Any]:
    """Give a line as JSON values; keys and meaning as in docs/reference/requirements.md."""
    return {
        "rule": line.rule,
        "line": line.line,
        "verdict": str(line.verdict),
        "required": number(line.required),
        "counted": number(line.counted),
        "missing": number(line.missing),
        "by": line.by.isoformat() if line.by else None,
        "unit": line.unit,
        "note": line.note,
        "questions": list(line.questions),
        "warnings": list(line.warnings),
        "why": [
            {"clause": step.clause, "subject": step.subject, "counted": number(step.counted), "words": step.words}
            for step in line.why
        ],
    }


def as_text(lines: Iterable[Line]) -> str:
    """Give lines as text, each with its proof below it."""
    out: list[str] = []
    for line in lines:
        sizes = ", ".join(
            f"{word} {amounts.text(value)}"
            for word, value in (("required", line.required), ("counted", line.counted), ("missing", line.missing))
            if value is not None and (value or word != "missing")
        )
        by = f", by {line.by}" if line.by else ""
        out.append(f"{line.rule} / {line.line}: {line.verdict.replace('_', ' ')} ({sizes or 'no amounts'}{by})")
        if line.note:
            out.append(f"    {line.note}")
        out.extend(f"    ask: {question.replace('_', ' ')}" for question in line.questions)
        out.extend(f"    mind: {warning}" for warning in line.warnings)
        for step in line.why:
            counted = "" if step.counted is None else f"{amounts.text(step.counted):>8}  "
            out.append(f"    {counted}{step.subject} – {step.words}")
    return "\n".join(out)
