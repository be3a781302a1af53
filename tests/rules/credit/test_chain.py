"""The chain: any change, gap, insertion or cut of an entry is found; numbers find a slip of the pen."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.credit import chain
from opencme.rules.credit.chain import GENESIS, Entry, Linked, first_break, row_hash
from opencme.rules.credit.numbers import SIGNS, is_ledger_number, ledger_number

ENTRY = Entry(
    public_id="7b0f7f3e-2f0c-4f3a-9f55-000000000001",
    number="CR-0001-0001-0",
    activity=7,
    registration=3,
    person=5,
    kind="award",
    credit_system="ama_pra_cat1",
    edition_from=date(2017, 9, 29),
    basis="awarded",
    amount=Decimal("1.75"),
    completed_on=date(2026, 5, 14),
    printed_name="Hạnh Nguyễn Thị, PA-C",
    reason="",
    replaces=None,
    idempotency_key="k",
    awarded_at=datetime(2026, 5, 14, 16, tzinfo=UTC),
    by_label="Dee",
    sequence=1,
)


def linked(count):
    rows, head = [], GENESIS
    for at in range(1, count + 1):
        entry = replace(ENTRY, sequence=at, number=f"CR-{at}", person=at)
        own = row_hash(head, entry)
        rows.append(Linked(entry=entry, previous_hash=head, row_hash=own))
        head = own
    return rows, head


def broken(rows, length, head):
    found = first_break(7, rows, length=length, head=head)
    return (found.kind, found.sequence, found.number) if found else None


def test_canonical_bytes_are_pinned():
    assert row_hash(GENESIS, ENTRY) == "561669b2d6a112a9f7f93c3a526cf7600ddf9dbc7462c68116be247ff24dab3a"


def test_bytes_do_not_hang_on_how_an_amount_or_moment_is_held():
    from zoneinfo import ZoneInfo

    other = replace(ENTRY, amount=Decimal("1.750"), awarded_at=ENTRY.awarded_at.astimezone(ZoneInfo("America/Chicago")))

    assert chain.canonical(other) == chain.canonical(ENTRY)


@given(st.integers(0, 12))
def test_law_an_untouched_chain_holds(count):
    rows, head = linked(count)

    assert broken(rows, count, head) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", Decimal("2.00")),
        ("person", 99),
        ("printed_name", "Somebody Else"),
        ("completed_on", date(2026, 5, 15)),
        ("reason", "x"),
        ("basis", "participated"),
        ("replaces", 1),
        ("by_label", "Eve"),
    ],
)
def test_a_changed_entry_is_named(field, value):
    rows, head = linked(5)
    rows[2] = replace(rows[2], entry=replace(rows[2].entry, **{field: value}))

    assert broken(rows, 5, head) == ("changed", 3, "CR-3")


def test_an_entry_changed_together_with_its_hash_breaks_the_next():
    rows, head = linked(5)
    entry = replace(rows[2].entry, amount=Decimal("2.00"))
    rows[2] = Linked(entry=entry, previous_hash=rows[2].previous_hash, row_hash=row_hash(rows[2].previous_hash, entry))

    assert broken(rows, 5, head) == ("link", 4, "CR-4")


def test_missing_swapped_cut_and_rewritten_chains_are_found():
    rows, head = linked(5)

    assert broken([*rows[:1], *rows[2:]], 5, head) == ("missing", 2, "")
    assert broken([rows[0], rows[2], rows[1], *rows[3:]], 5, head) == ("missing", 2, "")
    assert broken(rows[:4], 5, head) == ("head", 5, "")
    assert broken([], 5, head) == ("head", 1, "")
    assert broken(rows, 4, rows[3].row_hash) == ("head", 6, "")


def test_root_covers_every_head_and_the_seal_before():
    day, heads = date(2026, 5, 14), {2: (3, "b" * 64), 1: (1, "a" * 64)}
    root = chain.root(day, "", heads)

    assert root == chain.root(day, "", dict(sorted(heads.items())))
    assert root != chain.root(day, "c" * 64, heads)
    assert root != chain.root(date(2026, 5, 15), "", heads)
    assert root != chain.root(day, "", {**heads, 1: (1, "d" * 64)})
    assert root != chain.root(day, "", {**heads, 1: (2, "a" * 64)})


def test_the_same_act_has_the_same_key_and_no_two_acts_share_one():
    key = chain.idempotency_key

    assert key("award", 1, "x") == key("award", 1, "x")
    assert len({key("award", 1, "x"), key("award", 11, "x"), key("award", 1, "1x"), key("replace", 1)}) == 4


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_law_numbers_are_well_formed_and_unique(activity, sequence):
    number = ledger_number(activity, sequence)

    assert is_ledger_number(number)
    assert len(number) <= 40
    assert ledger_number(activity, sequence + 1) != number


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.data())
def test_law_a_slip_of_one_sign_is_found(activity, sequence, data):
    number = ledger_number(activity, sequence)
    at = data.draw(st.sampled_from([i for i, sign in enumerate(number) if i > 2 and sign != "-"]))
    wrong = data.draw(st.sampled_from([sign for sign in SIGNS if sign != number[at]]))

    assert not is_ledger_number(number[:at] + wrong + number[at + 1 :])


@pytest.mark.parametrize("text", ["", "CR", "CR-0001-0001", "XR-0001-0001-0", "CR-0001-0001-U", "CR--0001-0"])
def test_other_texts_are_no_ledger_number(text):
    assert not is_ledger_number(text)


def test_small_letters_and_misread_signs_pass():
    number = ledger_number(33, 7)

    assert is_ledger_number(number.lower())
    assert is_ledger_number("CR-" + number[3:].replace("0", "O").replace("1", "I"))
