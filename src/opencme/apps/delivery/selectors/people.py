"""Reading a list of people before anybody on it is registered: what is understood, doubted and refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import ForeignObjectRel, Model
from django.db.models.functions import Lower

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import Registration
from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.files.tables import Limits, Row, read_rows
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.delivery.names import tokens
from opencme.rules.delivery.people_list import (
    MOST_PEOPLE,
    SOURCE,
    Listed,
    Remark,
    find_header,
    findings_on_mapping,
    read_person,
    suggest_mapping,
)

HEAD: Final = 40
LIMITS: Final = Limits(rows=60_000, columns=100, grid=1_500_000)
MOST_REMARKS: Final = 200
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its place, its title, some of what it holds, and the field it is taken for."""

    place: int
    title: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the list. state: ``new`` account, ``known`` account, or ``registered`` already."""

    person: Listed
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A whole list, judged; nobody on it is registered yet. Counts are whole, remarks are the first ones."""

    file: StoredFile
    header_line: int
    columns: tuple[Column, ...]
    mapping: Mapping[str, int]
    entries: tuple[Entry, ...]
    refused: tuple[Remark, ...]
    refused_count: int
    doubts: tuple[Remark, ...]
    doubt_count: int

    def count(self, state: str) -> int:
        """How many entries are in ``state``."""
        return sum(entry.state == state for entry in self.entries)

    @property
    def new(self) -> int:
        """People for whom an account is opened."""
        return self.count("new")

    @property
    def known(self) -> int:
        """People who have an account and are registered with it."""
        return self.count("known")

    @property
    def registered(self) -> int:
        """People who are registered already; nothing changes for them."""
        return self.count("registered")

    @property
    def to_register(self) -> int:
        """Registrations that importing would make."""
        return self.new + self.known


def file_of_provider(provider_id: int, file_id: UUID) -> StoredFile:
    """Give a file kept for the provider; NotFound for another's."""
    file: StoredFile | None = StoredFile.objects.of(provider_id).filter(public_id=file_id).first()
    if file is None:
        raise NotFound
    return file


def read_people_list(activity: Activity, file: StoredFile, mapping: Mapping[str, int] | None = None) -> PeopleList:
    """Read the whole list. mapping: field -> column, as a person corrected it; None lets the header's words decide.

    Raises DomainError when the file is no table, or has more than ``MOST_PEOPLE`` people. Five queries per 5,000.
    """
    with files.open_file(file) as content:
        head = list(islice(read_rows(content, file.name, LIMITS), HEAD))
    header_line, header = find_header(head)
    below = [cells for line, cells in head if line > header_line]
    mapping = dict(suggest_mapping(header, below) if mapping is None else mapping)
    columns = _columns(header, below, mapping)
    if findings_on_mapping(mapping):
        return PeopleList(
            file=file,
            header_line=header_line,
            columns=columns,
            mapping=mapping,
            entries=(),
            refused=(),
            refused_count=0,
            doubts=(),
            doubt_count=0,
        )
    with files.open_file(file) as content:
        people, refused, doubts = _read(read_rows(content, file.name, LIMITS), header_line, mapping, file)
    entries, more = _judge(activity, people)
    doubts += more
    doubts.sort(key=lambda remark: remark.line)
    return PeopleList(
        file=file,
        header_line=header_line,
        columns=columns,
        mapping=mapping,
        entries=entries,
        refused=tuple(refused[:MOST_REMARKS]),
        refused_count=len(refused),
        doubts=tuple(doubts[:MOST_REMARKS]),
        doubt_count=len(doubts),
    )


def _columns(header: Sequence[str], below: Sequence[Sequence[str]], mapping: Mapping[str, int]) -> tuple[Column, ...]:
    field_at = {place: field for field, place in mapping.items()}
    width = max((len(cells) for cells in (header, *below)), default=0)
    return tuple(
        Column(
            place=place,
            title=header[place].strip()[:80] if place < len(header) else "",
            samples=tuple(cells[place].strip()[:60] for cells in below if place < len(cells) and cells[place].strip())[
                :3
            ],
            field=field_at.get(place, ""),
        )
        for place in range(width)
    )


def _read(
    rows: Iterable[Row], header_line: int, mapping: Mapping[str, int], file: StoredFile
) -> tuple[list[Listed], list[Remark], list[Remark]]:
    """Read the rows below the header; of several with one address the first counts."""
    people: dict[str, Listed] = {}
    refused: list[Remark] = []
    doubts: list[Remark] = []
    for line, cells in rows:
        if line <= header_line or (read := read_person(line, cells, mapping)) is None:
            continue
        if read.refused is not None:
            refused.append(read.refused)
        elif (
            read.person is not None and (first := people.setdefault(read.person.email, read.person)) is not read.person
        ):
            why = _("The address stands in line %(line)s already; this row is left out.") % {"line": first.line}
            doubts.append(Remark(line, "email", read.person.email, why))
        doubts.extend(read.doubts)
        if len(people) + len(refused) > MOST_PEOPLE:
            raise DomainError(
                Finding(
                    code="people.list.long",
                    message=_("%(name)s names more than %(most)s people up to line %(line)s; split it."),
                    source=SOURCE,
                    params={"name": file.name, "most": f"{MOST_PEOPLE:,}", "line": str(line)},
                    field="file",
                )
            )
    return list(people.values()), refused, doubts


def _judge(activity: Activity, people: Sequence[Listed]) -> tuple[tuple[Entry, ...], list[Remark]]:
    """Say of each person whether an account or a registration is there, and what looks like a mistake."""
    accounts = accounts_by_email([each.email for each in people])
    standing = dict(activity.registrations.filter(withdrawn_at=None).values_list("person_id", "person__email"))
    names = _names_registered(activity)
    entries: list[Entry] = []
    doubts: list[Remark] = []
    for each in people:
        account = accounts.get(each.email)
        if account is not None and account.pk in standing:
            entries.append(Entry(each, "registered"))
            continue
        entries.append(Entry(each, "known" if account else "new"))
        words = tokens(each.full_name)
        if account is not None and words and account.full_name and set(tokens(account.full_name)) != set(words):
            why = _("The account of this address is “%(name)s”; it is used as it is.") % {"name": account.full_name}
            doubts.append(Remark(each.line, "full_name", each.full_name, why))
        elif account is None and words and (other := names.get(frozenset(words))) is not None:
            why = _("A participant of this name is registered with %(email)s; it may be the same person.")
            doubts.append(Remark(each.line, "email", each.email, why % {"email": other}))
    return tuple(entries), doubts


def _names_registered(activity: Activity) -> dict[frozenset[str], str]:
    rows = activity.registrations.filter(withdrawn_at=None).select_related("person")
    return {frozenset(words): each.person.email for each in rows if (words := tokens(each.person.full_name))}


def accounts_by_email(emails: Sequence[str]) -> dict[str, Person]:
    """Give the accounts with these addresses (lower case), by address."""
    found: dict[str, Person] = {}
    for some in _batches(emails):
        rows = Person.objects.annotate(address=Lower("email")).filter(address__in=some)
        found |= {row.email.lower(): row for row in rows}
    return found


class Account(NamedTuple):
    """What registering somebody needs to know of the account."""

    pk: int
    profession: str
    degree: str


def accounts_to_register(emails: Sequence[str]) -> dict[str, Account]:
    """Give the accounts with these addresses (lower case), by address, with no more than registering needs."""
    found: dict[str, Account] = {}
    for some in _batches(emails):
        rows = Person.objects.annotate(address=Lower("email")).filter(address__in=some)
        found |= {
            address: Account(pk, profession, degree)
            for address, pk, profession, degree in rows.values_list("address", "pk", "profession", "degree")
        }
    return found


def _batches(values: Sequence[str]) -> Iterator[list[str]]:
    left = iter(values)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def begun_on(registrations: Iterable[int]) -> set[int]:
    """Give which of these registrations (by id) have anything hanging on them: the people have begun."""
    return _pointed_at(Registration, list(registrations))


def used_elsewhere(people: Iterable[int]) -> set[int]:
    """Give which of these persons (by id) any row of any table points to."""
    return _pointed_at(Person, list(people))


def _pointed_at(model: type[Model], ids: Sequence[int]) -> set[int]:
    """Ask every table that has a key to ``model``, whatever app owns it."""
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's documented way to relations
        if not isinstance(relation, ForeignObjectRel) or relation.related_model._meta.auto_created:  # noqa: SLF001 -- as above
            continue
        name = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids})  # noqa: SLF001 -- as above
        found |= set(rows.values_list(name, flat=True))
    return found
