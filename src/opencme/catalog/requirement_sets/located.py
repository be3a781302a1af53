"""Reading YAML so that every complaint names file, line and key."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final, TypeVar

import yaml

T = TypeVar("T")
MAX_DEPTH: Final = 40
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
#: So many words are all named where none is like the one that was written.
FEW: Final = 16
QUOTE: Final = "; put a text with “: ” in it in quotation marks"


class BadFile(Exception):  # noqa: N818 -- reads as a statement
    """A file that cannot be used; ``problems`` name line and remedy, one each."""

    def __init__(self, *problems: str) -> None:
        """Take at least one sentence."""
        super().__init__("\n".join(problems))
        self.problems = problems


class Located(dict[str, Any]):
    """A mapping that remembers the line of each of its keys."""

    line: int = 1
    lines: dict[str, int]


class _Loader(yaml.CSafeLoader):
    """Keeps numbers exact, refuses doubled keys, remembers lines; anchors are read, tags of Python are not."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Located:
    found = Located()
    found.line, found.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in found:
            msg = f"line {line}: “{key}” is written twice"
            raise BadFile(msg)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = line
    return found


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(str(loader.construct_scalar(node)).replace("_", ""))
    except InvalidOperation:
        msg = f"line {node.start_mark.line + 1}: “{node.value}” is not a number"
        raise BadFile(msg) from None


def _integer(_: _Loader, node: yaml.ScalarNode) -> int:
    """Read digits as they stand: no octal 010, no sexagesimal 1:30, nothing too long to be meant."""
    text = str(node.value).replace("_", "")
    if not re.fullmatch(r"[-+]?[0-9]{1,15}", text):
        msg = f"line {node.start_mark.line + 1}: “{node.value[:20]}” is not a number; write digits, such as 12 or 1.5"
        raise BadFile(msg)
    return int(text)


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)


def load(text: str) -> Located:
    """Read one YAML document whose root is a mapping. Raises BadFile that names the line."""
    try:
        _depth(text)
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        msg = f"line {line}: the character {fault.character!r} is not allowed here"
        raise BadFile(msg) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        told = getattr(fault, "problem", None) or "this is not YAML"
        is_tab = mark is not None and "\t" in "".join(text.split("\n")[mark.line : mark.line + 1])
        remedy = (
            "; there is a tab in this line: indent with spaces" if is_tab else QUOTE if "mapping values" in told else ""
        )
        msg = f"{where}{told}{remedy}"
        raise BadFile(msg) from None
    except RecursionError:
        msg = "the file is nested too deeply"
        raise BadFile(msg) from None
    if not isinstance(found, Located):
        msg = "line 1: the file must be a mapping of keys to values"
        raise BadFile(msg)
    return found


def _depth(text: str) -> None:
    """Refuse files that are nested or aliased beyond sense, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            msg = f"line {_line(event)}: references (*) are not read; write the value out"
            raise BadFile(msg)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            msg = f"line {_line(event)}: nested too deeply"
            raise BadFile(msg)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def number_of(value: Any) -> Any:
    """Give a number that was written as a text ("23.5") as the number; anything else as it stands."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return Decimal(value) if "." in value else int(value)
    return value


@dataclass(slots=True)
class Reader:
    """Takes the keys of one mapping one by one; what is left at the end was not known.

    where: what the mapping is, for messages ("us-al-md, topic al-cs"). problems: shared by all readers of a file.
    """

    values: Located
    where: str
    problems: list[str]
    taken: set[str]

    @classmethod
    def of(cls, values: object, where: str, problems: list[str]) -> "Reader":
        """Start on ``values``; anything but a mapping is a problem and reads as empty."""
        if not isinstance(values, Located):
            problems.append(f"{where}: expected keys and values, found {_kind(values)}")
            values = Located()
            values.line, values.lines = 1, {}
        return cls(values, where, problems, set())

    def line(self, key: str) -> int:
        """Give the line of a key."""
        return self.values.lines.get(key, self.values.line)

    def complain(self, key: str, message: str) -> None:
        """Note a problem at ``key``."""
        self.problems.append(f"line {self.line(key)}: {self.where}: “{key}” {message}")

    def raw(self, key: str) -> Any:
        """Take a value as it stands; None when absent."""
        self.taken.add(key)
        return self.values.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        """Take a text, "" when absent."""
        value = self.raw(key)
        if value is None:
            if required:
                self.complain(key, "is missing")
            return ""
        if isinstance(value, (Located, list)):
            self.complain(key, f"must be a text, not {_kind(value)}")
            return ""
        return str(value)

    def one_of(
        self, key: str, allowed: Mapping[str, object] | frozenset[str], *, default: str = "", required: bool = False
    ) -> str:
        """Take a text that must be one of ``allowed``."""
        value = self.text(key, required=required) or default
        if value and value not in allowed:
            self.complain(key, f"is “{value}”, which the vocabulary does not list{nearest(value, allowed)}")
        return value

    def flag(self, key: str) -> bool | None:
        """Take true, false or nothing."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            self.complain(key, "must be true or false")
            return None
        return value

    def whole(self, key: str, *, least: int | None = None, most: int | None = None) -> int | None:
        """Take a whole number, between ``least`` and ``most`` where they are given."""
        value = number_of(self.raw(key))
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            self.complain(key, "must be a whole number")
            return None
        if value is not None and ((least is not None and value < least) or (most is not None and value > most)):
            self.complain(key, f"must lie between {least} and {most}")
            return None
        return value

    def name(self, key: str) -> str:
        """Take a stable name: lower-case letters, digits, hyphens, underscores."""
        value = self.text(key, required=True)
        if value and not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", value):
            self.complain(key, f"is “{value}”; a name is written in a-z, 0-9, “-” and “_”")
        return value

    def number(self, key: str) -> Decimal | None:
        """Take an exact number, 0 or more."""
        value = number_of(self.raw(key))
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or not Decimal(value).is_finite():
            self.complain(key, "must be a number")
            return None
        if value < 0:
            self.complain(key, "must be 0 or more")
            return None
        return Decimal(value)

    def day(self, key: str) -> date | None:
        """Take a date YYYY-MM-DD."""
        return self.parsed(key, day_of, f"must be a real date written YYYY-MM-DD, {FIRST_YEAR} to {LAST_YEAR}")

    def parsed(self, key: str, parse: Callable[[str], T], message: str) -> T | None:
        """Take a text through ``parse``; a ValueError becomes ``message``."""
        value = self.raw(key)
        if value is None:
            return None
        try:
            return parse(str(value))
        except ValueError:
            self.complain(key, f"is “{value}”; it {message}")
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or any(isinstance(each, (Located, list)) for each in value):
            self.complain(key, "must be a list of words")
            return ()
        return tuple(str(each) for each in value)

    def codes(self, key: str, allowed: Mapping[str, object] | frozenset[str]) -> frozenset[str]:
        """Take a list of codes, each of which must be in ``allowed``."""
        found = self.texts(key)
        for code in found:
            if code not in allowed:
                self.complain(key, f"holds “{code}”, which the vocabulary does not list{nearest(code, allowed)}")
        return frozenset(found)

    def parts(self, key: str) -> Iterator["Reader"]:
        """Take a list of mappings."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.complain(key, "must be a list")
            return
        for index, each in enumerate(value):
            if isinstance(each, Located):
                yield Reader.of(each, f"{self.where}, {key} {each.get('id', index + 1)}", self.problems)
            else:
                self.complain(key, f"must hold keys and values; its entry {index + 1} is {_kind(each)}")

    def part(self, key: str) -> "Reader | None":
        """Take a mapping, None when absent."""
        value = self.raw(key)
        if value is not None and not isinstance(value, Located):
            self.complain(key, f"must hold keys and values, not {_kind(value)}")
            return None
        return None if value is None else Reader.of(value, f"{self.where}, {key}", self.problems)

    def finish(self) -> None:
        """Complain of every key that nobody took."""
        for key in self.values:
            if key not in self.taken:
                self.complain(key, f"is not a key that is known here{nearest(key, self.taken)}")


def nearest(word: str, known: Iterable[str]) -> str:
    """Go on with what may have been meant: the word most like it, or all that can be said where there are few."""
    plain = {re.sub(r"[^a-z0-9]", "", each.casefold()): each for each in known}
    found = get_close_matches(re.sub(r"[^a-z0-9]", "", word.casefold()), plain, n=1, cutoff=0.65)
    if found:
        return f"; did you mean “{plain[found[0]]}”?"
    return f"; it may be: {', '.join(sorted(plain.values()))}" if 0 < len(plain) <= FEW else ""


def day_of(text: str) -> date:
    """Read YYYY-MM-DD. ValueError for anything else, and for years no license knows."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    return {"Located": "keys and values", "list": "a list", "bool": "true or false"}.get(
        type(value).__name__, "a value"
    )
