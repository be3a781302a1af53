"""The living style guide: every component in every state, with invented content."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencme.web.ui.forms import Form
from opencme.web.ui.pages import Request, page
from opencme.web.ui.tables import Column, Table
from opencme.web.ui.views.samples import SAMPLES


class Sample(Form):
    """One field of every sort."""

    title = forms.CharField(label="Title", help_text="As it is announced and printed.", max_length=200)
    gap = forms.CharField(label="Practice gap", widget=forms.Textarea, required=False)
    format = forms.ChoiceField(label="Format", choices=[("live", "Live activity"), ("enduring", "Enduring material")])
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    minutes = forms.IntegerField(label="Certified minutes", help_text="Breaks excluded.", min_value=1)
    level = forms.ChoiceField(
        label="What should change",
        widget=forms.RadioSelect,
        choices=[("knowledge", "Knowledge"), ("competence", "Competence"), ("performance", "Performance")],
    )
    audience = forms.MultipleChoiceField(
        label="Professions",
        help_text="Choose all that fit.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("physician", "Physicians"), ("nurse", "Nurses"), ("pharmacist", "Pharmacists")],
        required=False,
    )
    handout = forms.FileField(label="Handout", help_text="PDF, up to 20 MB.", required=False)
    listed = forms.BooleanField(label="Show it in the public catalogue", required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sample table."""

    number: str
    title: str
    starts: date
    credit: Decimal


LINES = (
    Line("2026-014", "Sepsis on the Ward: Recognize Early, Act Together", date(2026, 4, 9), Decimal("2.50")),
    Line("2026-011", "Insulin Safety in Hospital: From Admission to Discharge", date(2026, 3, 1), Decimal("0.75")),
    Line("2025-102", '=HYPERLINK("evil") stays text', date(2025, 11, 20), Decimal("1.00")),
)
COLUMNS = (
    Column(title="Number", value=lambda row: row.number, sort="number"),
    Column(title="Activity", value=lambda row: row.title, sort="title", is_head=True),
    Column(title="Starts", value=lambda row: row.starts, sort="starts"),
    Column(title="Credit", value=lambda row: row.credit, sort="credit", is_end=True),
)


@require_safe
def components(request: Request) -> HttpResponse:
    """Show every component; ``?export=`` gives the sample table as a file."""
    table = Table(request, LINES, COLUMNS, name="activities", caption="Sample activities")
    if file := table.export():
        return file  # type: ignore[return-value]  # a streamed answer
    refused = Sample({"title": "", "minutes": "0", "audience": []}, prefix="bad")
    refused.full_clean()
    refused.add_error(None, "The plan was changed by Bo Reviewer while you wrote; compare, then save again.")
    messages.success(request, "Saved. Everybody in control was invited.")
    return page(request, "ui/guide/components.html", SAMPLES | {"table": table, "form": Sample(), "refused": refused})
