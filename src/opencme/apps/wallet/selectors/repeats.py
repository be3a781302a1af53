"""Which of a person's credits look like the same one twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from opencme.apps.wallet.selectors.held import Held, as_claimed, held_credits
from opencme.rules.credit.repeats import Repeat, find_repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two credits side by side. why: msgid, empty where only the person said so."""

    first: Held
    second: Held
    why: str


def repeats_among(held: Iterable[Held]) -> tuple[Repeat, ...]:
    """Give what looks like a repeat; nothing that was revoked, and nothing the person said stands apart."""
    return find_repeats(as_claimed(held))


def apart_from(mine: Held, held: Iterable[Held]) -> Held | None:
    """Give the credit that ``mine`` looks like, though the person said that both count."""
    if not mine.kept_apart:
        return None
    by_key = {each.key: each for each in held} | {mine.key: replace(mine, kept_apart=False)}
    return next((by_key[each.first] for each in repeats_among(by_key.values()) if each.second == mine.key), None)


def repeats_of(person_id: int) -> tuple[Pair, ...]:
    """Give what looks like a repeat and waits for a word, side by side with what it is like, the newest first."""
    held = held_credits(person_id)
    by_key = {each.key: each for each in held}
    why = {repeat.second: repeat.why for repeat in repeats_among(held)}
    return tuple(
        Pair(first=by_key[each.repeat_of], second=each, why=why.get(each.key, ""))
        for each in held
        if each.repeat_of in by_key and not each.is_merged
    )
