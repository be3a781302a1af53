"""What the columns of a transcript mean, and what in it is open."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext

from opencme.apps.wallet.selectors.transcript_files import ReadTranscript
from opencme.catalog.outside_credit import kinds
from opencme.kernel.dates import DateOrder
from opencme.rules.credit.transcripts import MEANINGS, NEEDED
from opencme.web.ui.forms import Form

MAIN: Final = frozenset(NEEDED)


class ColumnsForm(Form):
    """Which column holds what; which credit, where no column says it; what words stand for; the order of dates."""

    marks_optional = False

    def __init__(self, *args: Any, read: ReadTranscript, words: tuple[str, ...], **kwargs: Any) -> None:
        """Preset to what was understood. words: of the file, whose meaning was asked."""
        super().__init__(*args, **kwargs)
        self.words = words
        columns = [("", gettext("Not in the file"))]
        columns += [(str(each.place), _heading(each.title, each.sample, each.place)) for each in read.columns]
        for meaning, name in MEANINGS.items():
            at = read.plan.columns.get(meaning)
            self.fields[f"column_{meaning}"] = forms.ChoiceField(
                label=gettext(name), choices=columns, required=False, initial="" if at is None else str(at)
            )
        systems = [("", gettext("Choose …")), *((code, gettext(kind.label)) for code, kind in kinds().items())]
        self.fields["system"] = forms.ChoiceField(
            label=gettext("Credit of every row where no column says it"),
            choices=systems,
            required=False,
            initial=read.plan.system,
        )
        for place, word in enumerate(words):
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=f"“{word}”", choices=systems, required=False, initial=read.plan.values.get(word.casefold(), "")
            )
        self.fields["date_order"] = forms.ChoiceField(
            label=gettext("Order of day and month"),
            required=False,
            initial=str(read.plan.order or ""),
            choices=[
                ("", gettext("As the file tells")),
                (str(DateOrder.MONTH_FIRST), gettext("Month first: 4/30 is April 30")),
                (str(DateOrder.DAY_FIRST), gettext("Day first: 30/4 is April 30")),
            ],
        )

    @property
    def main_columns(self) -> list[forms.BoundField]:
        """The columns nothing can be read without, and those that are found."""
        return [self[name] for name in self.fields if name.startswith("column_") and self._is_main(name)]

    @property
    def other_columns(self) -> list[forms.BoundField]:
        """The others."""
        return [self[name] for name in self.fields if name.startswith("column_") and not self._is_main(name)]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        """What the words of the file stand for."""
        return [self[f"word_{place}"] for place in range(len(self.words))]

    def _is_main(self, name: str) -> bool:
        return name.removeprefix("column_") in MAIN or bool(self[name].value())

    def said(self) -> dict[str, Any]:
        """Give what was said, as it is kept."""
        given = self.cleaned_data
        return {
            "columns": {meaning: int(at) for meaning in MEANINGS if (at := given.get(f"column_{meaning}"))},
            "values": {
                word.casefold(): code for place, word in enumerate(self.words) if (code := given.get(f"word_{place}"))
            },
            "system": given.get("system", ""),
            "date_order": given.get("date_order", ""),
        }


def _heading(title: str, sample: str, place: int) -> str:
    name = title or gettext("Column %(n)s") % {"n": place + 1}
    return f"{name} · {sample}" if sample else name
