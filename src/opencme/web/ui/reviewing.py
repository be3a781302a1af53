"""The content review: what is to be read, and the form made from the catalog's items; console and links share it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.apps.activities.selectors import Activity
from opencme.apps.assessment import selectors as assessments
from opencme.apps.delivery.selectors.content import content_items
from opencme.apps.files.selectors import address_of
from opencme.rules.independence.review import Answer, ReviewItem
from opencme.web.ui.forms import Form

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing to read: a file handed in, a part of the content, a question.

    kind: session, pdf, video, link, article, file or question; address: opens it, for those that are files or links;
    body: Markdown, for articles.
    """

    kind: str
    title: str
    detail: str = ""
    address: str = ""
    body: str = ""
    choices: tuple[tuple[str, bool], ...] = ()
    rationale: str = ""


def material(activity: Activity, submissions: Iterable[Any]) -> tuple[Piece, ...]:
    """Give everything a reviewer reads; whoever may review may open these files for six hours."""
    handed_in = (
        Piece(
            kind="file",
            title=each.file.name,
            detail=f"{each.in_control.name}: {each.note}" if each.note else each.in_control.name,
            address=address_of(each.file),
        )
        for each in submissions
    )
    parts = (
        Piece(
            kind=each.kind,
            title=each.title,
            address=address_of(each.file) if each.file else each.address,
            body=each.body,
        )
        for each in content_items(activity)
    )
    return (*_sessions(activity), *handed_in, *parts, *_questions(activity))


def _sessions(activity: Activity) -> Iterable[Piece]:
    for each in activity.sessions.filter(kind="education"):
        mark = _("Marked as a new or evolving topic") if each.evolving_topic else ""
        yield Piece(kind="session", title=each.title, detail=str(mark))


def _questions(activity: Activity) -> Iterable[Piece]:
    for kind in ("baseline", "post"):
        found = assessments.assessment_of(activity, kind)
        for each in assessments.questions_of(found) if found else ():
            yield Piece(kind="question", title=each.stem, rationale=each.rationale, choices=_choices(each))


def _choices(question: Any) -> tuple[tuple[str, bool], ...]:
    """Give each choice or accepted answer with whether it is right."""
    asked = assessments.typed(question)
    return (
        *((each.text, each.weight > 0) for each in asked.choices),
        *((each.text, each.weight > 0) for each in asked.accepted),
        *((f"{each.low} – {each.high}", each.weight > 0) for each in asked.ranges),
        *((f"{each.left}: {each.right}", True) for each in asked.pairs),
    )


class ReviewForm(Form):
    """Yes or no for each item, words for each "no", a word at the end.

    digest: names the content as it was when the page was made, so that a change meanwhile is noticed.
    """

    def __init__(self, data: Any = None, *, items: Sequence[ReviewItem], digest: str) -> None:
        """Make two fields for each item."""
        super().__init__(data, initial={"digest": digest})
        self.items = tuple(items)
        for item in self.items:
            self.fields[f"{item.key}-ok"] = forms.ChoiceField(
                label=_(item.question),
                help_text=_(item.help) if item.help else "",
                choices=[(YES, _("Yes")), (NO, _("No"))],
                widget=forms.RadioSelect(attrs={"class": "is-inline"}),
                required=False,
            )
            self.fields[f"{item.key}-comment"] = forms.CharField(
                label=_("What has to change?"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["comment"] = forms.CharField(
            label=_("Anything else to the planners"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["digest"] = forms.CharField(required=False, widget=forms.HiddenInput())

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The items with their fields, as the template draws them."""
        return [
            {"item": item, "ok": self[f"{item.key}-ok"], "comment": self[f"{item.key}-comment"]} for item in self.items
        ]

    def given(self) -> dict[str, Any]:
        """Give what the services take: answers, comment, digest."""
        typed = self.cleaned_data
        is_ok = {YES: True, NO: False}
        return {
            "answers": {
                item.key: Answer(
                    is_ok=is_ok.get(typed.get(f"{item.key}-ok", "")), comment=typed.get(f"{item.key}-comment", "")
                )
                for item in self.items
            },
            "comment": typed.get("comment", ""),
            "digest": typed.get("digest", ""),
        }
