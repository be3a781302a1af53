"""What a certificate says: found where it can be, left out and told where it can be read in two ways."""

import time
from datetime import date
from decimal import Decimal

import pytest

from opencme.rules.credit.certificate_text import ONLY_MOST, TWO_DAYS, read_certificate

OURS = """Lakeside Health System
Certificate
7K2M-9PQR-4TVX
Certificate of Completion
This certifies that
Dee Learner, MD
has completed
Sepsis on the Ward
provided by Lakeside Health System
Date
May 14, 2026
Credit
1.75
AMA PRA Category 1 Credits™
Dee Learner, MD was awarded 1.75 AMA PRA Category 1 Credits™ for participation in Sepsis on the Ward.
The Lakeside Health System designates this live activity for a maximum of 2 AMA PRA Category 1 Credits™.
Issued May 15, 2026
"""
STATEMENT_ONLY = """Harbor College certifies that Dee Learner, MD has participated in the live activity titled
Advanced Airway Course
on March 3, 2026
Harbor College designates this live activity for a maximum of 6.5 AMA PRA Category 1 Credits™.
"""
NURSE = """CERTIFICATE OF PARTICIPATION
Nia Nurse, RN participated in Falls at Night on 04/02/2026.
This activity was designated for 2.0 AMA PRA Category 1 Credits.
Hours of participation: 2.0
"""
LABELS = """Course Title: Opioids in Primary Care
Provider: State Medical Society
Completion Date: 2026-04-30
Activity ID: 20-884411
This certificate is awarded for 3,5 AAFP Prescribed credits
"""
PHARMACY = """Statement of attendance
Activity: Anticoagulation Update
UAN 0123-0000-26-004-L01-P
Date: 12 April 2026   Issued: 15 April 2026
1.5 contact hours
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OURS, ("Sepsis on the Ward", "Lakeside Health System", date(2026, 5, 14), Decimal("1.75"), "AMA_PRA_1", "")),
        (STATEMENT_ONLY, ("Advanced Airway Course", "Harbor College", date(2026, 3, 3), None, "AMA_PRA_1", "")),
        (NURSE, ("Falls at Night", "", None, Decimal("2.0"), "AMA_PRA_1_PARTICIPATION", "")),
        (LABELS, ("Opioids in Primary Care", "State Medical Society", date(2026, 4, 30), Decimal("3.5"), "AAFP_P",
                  "20-884411")),
        (PHARMACY, ("Anticoagulation Update", "", date(2026, 4, 12), Decimal("1.5"), "ACPE", "0123-0000-26-004-L01-P")),
        ("March 3–5, 2026\n12 nursing contact hours", ("", "", date(2026, 3, 5), Decimal(12), "ANCC", "")),
        ("Grocery list\nmilk", ("", "", None, None, "", "")),
        ("", ("", "", None, None, "", "")),
    ],
    ids=["ours", "only the statement", "nurse", "labels", "pharmacy", "three days", "nothing", "empty"],
)  # fmt: skip
def test_facts_are_found(text, expected):
    read = read_certificate(text)

    assert (read.title, read.provider, read.completed_on, read.amount, read.system, read.course) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Pain Management Update 2026",
        "Pain Education 2026",
        "Prescription May 2026",
        "Keeping Up to Date in Sepsis",
        "Update on Covid 19",
        "Handheld Ultrasound",
        "Hand Is Not Foot",
        "Pain and Issues of Age",
        "How to Accredit a Course",
        "Coursework in Ethics",
        "Programming for Clinicians",
    ],
)
@pytest.mark.parametrize(
    "after", ["\nprovided by Harbor College", "\nDate\nMay 14, 2026", " on May 14, 2026", "", " Date: May 14, 2026"]
)
def test_a_title_is_not_cut_inside_a_word(title, after):
    assert read_certificate(f"Dee Learner, MD has completed {title}{after}").title == title


def test_a_word_inside_another_hides_no_day_and_makes_no_number():
    read = read_certificate(
        "Dee has attended the course Novel Agents in Newborn Care on May 14, 2026\nCourse no. 20-88"
    )

    assert (read.title, read.completed_on, read.course) == (
        "Novel Agents in Newborn Care",
        date(2026, 5, 14),
        "20-88",
    )


def test_the_designated_maximum_is_never_taken_for_what_was_claimed_trap_16():
    assert read_certificate(STATEMENT_ONLY).doubts == ((ONLY_MOST, {"amount": "6.5"}),)


def test_a_day_that_can_be_read_in_two_ways_is_left_out_and_told():
    assert (TWO_DAYS, {"text": "04/02/2026"}) in read_certificate(NURSE).doubts


def test_where_it_was_found_is_told():
    assert read_certificate(LABELS).seen == {
        "title": "Opioids in Primary Care",
        "provider": "State Medical Society",
        "completed_on": "2026-04-30",
        "amount": "3,5 AAFP Prescribed credit",
        "course": "20-884411",
    }


@pytest.mark.parametrize(
    "piece", ["has completed ", "1 ", "Title: ", "contact hours ", "designate 1.5 AMA PRA ", "“", "a" * 50]
)
def test_no_text_takes_long(piece):
    start = time.perf_counter()
    read_certificate(piece * 5000)

    assert time.perf_counter() - start < 2
