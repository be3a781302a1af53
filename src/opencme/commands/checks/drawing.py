"""The activity's states and steps as a drawing: the main line runs down, what leads elsewhere runs beside it."""

from html import escape
from typing import Final

from opencme.rules.activity.lifecycle import ENDS, MAIN_LINE, STATE_NAMES, STEPS, State, Step

ROW: Final = 76
BOX: Final = (190, 40)
LEFT: Final = 250
WIDTH: Final = 860


HEAD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img"
  font-family="system-ui, sans-serif" font-size="13" fill="none" stroke="#2f6f7e">
<title>The states of an activity and the steps between them</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#2f6f7e" stroke="none"/></marker></defs>"""


def lifecycle_drawing() -> str:
    """Draw the table of steps as SVG, in one colour that both light and dark pages carry."""
    bottom = ROW * len(MAIN_LINE)
    asides = [step for step in STEPS if step.to not in MAIN_LINE]
    ways = [(step, origin) for step in STEPS for origin in step.from_states if step.to in MAIN_LINE]
    beside = [(step, origin) for step, origin in ways if not _is_next(step, origin)]
    parts = [HEAD.format(wide=WIDTH, high=bottom + 20 * len(asides) + 10)]
    parts += [_box(state) for state in MAIN_LINE]
    parts += [_down(step, origin) for step, origin in ways if _is_next(step, origin)]
    parts += [_beside(step, origin, lane) for step, origin, lane in _lanes(beside)]
    parts += [_aside(step, number, bottom) for number, step in enumerate(asides)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _is_next(step: Step, origin: State) -> bool:
    return step.forward and MAIN_LINE.index(step.to) == MAIN_LINE.index(origin) + 1


def _top(state: State) -> int:
    return 10 + ROW * MAIN_LINE.index(state)


def _text(x: int, y: int, words: str, *, anchor: str = "start", weight: int = 400) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="#2f6f7e" stroke="none">'
        f"{escape(words)}</text>"
    )


def _box(state: State) -> str:
    wide, high = BOX
    top = _top(state)
    ring = (
        f'<rect x="{LEFT + 4}" y="{top + 4}" width="{wide - 8}" height="{high - 8}" rx="4"/>' if state in ENDS else ""
    )
    return f'<rect x="{LEFT}" y="{top}" width="{wide}" height="{high}" rx="6"/>{ring}' + _text(
        LEFT + wide // 2, top + high // 2 + 5, STATE_NAMES[state], anchor="middle", weight=600
    )


def _down(step: Step, origin: State) -> str:
    x, y = LEFT + BOX[0] // 2, _top(origin) + BOX[1]
    return f'<path d="M{x} {y}V{_top(step.to) - 1}" marker-end="url(#tip)"/>' + _text(
        x - 10, y + 22, step.label, anchor="end"
    )


def _lanes(ways: list[tuple[Step, State]]) -> list[tuple[Step, State, int]]:
    """Give each way beside the line the innermost lane where no other is at the same height."""
    lanes: list[tuple[Step, State, int]] = []
    for step, origin in ways:
        rows = sorted((MAIN_LINE.index(origin), MAIN_LINE.index(step.to)))
        taken = {
            lane
            for other, start, lane in lanes
            if max(rows[0], min(MAIN_LINE.index(start), MAIN_LINE.index(other.to)))
            < min(rows[1], max(MAIN_LINE.index(start), MAIN_LINE.index(other.to)))
        }
        lanes.append((step, origin, next(lane for lane in range(len(ways)) if lane not in taken)))
    return lanes


def _beside(step: Step, origin: State, lane: int) -> str:
    """Draw a step that skips or goes back, in a lane of its own on the right."""
    right = LEFT + BOX[0]
    x = right + 40 + lane * 150
    start, end = _top(origin) + 28, _top(step.to) + 12
    words = _text(x + 6, (start + end) // 2 + 4, step.label)
    return f'<path d="M{right} {start}H{x}V{end}H{right + 1}" marker-end="url(#tip)" stroke-dasharray="4 3"/>{words}'


def _aside(step: Step, number: int, bottom: int) -> str:
    """Tell in words of a step that leaves the main line."""
    origins = ", ".join(STATE_NAMES[each].lower() for each in step.from_states)
    return _text(10, bottom + 20 * number, f"{step.label}: from {origins}, to {STATE_NAMES[step.to].lower()}.")
