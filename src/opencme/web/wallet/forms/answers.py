"""One question with the kind of field its answer needs."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.catalog.requirement_sets.asking import Answer, Question
from opencme.web.ui.forms import Form
from opencme.web.wallet.forms.fields import PercentField, date_field, number_field
from opencme.web.wallet.words import choice_words

HUNDRED: Final = Decimal(100)


class AnswerForm(Form):
    """The answer to one question; yes and no are buttons, and so is "I do not know"."""

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        """Make the field the question needs."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        label, text = gettext("Your answer"), gettext(asked.help) if asked.help else ""
        self.fields["answer"] = self._field(label, text)

    def _field(self, label: str, text: str) -> forms.Field:
        kind = self.asked.answer
        if kind is Answer.DAY:
            return date_field(label, help_text=text)
        if kind is Answer.NUMBER:
            return number_field(label, places=0, help_text=text)
        if kind is Answer.SHARE:
            return PercentField(label=label, help_text=text or gettext("In percent; an estimate is enough."))
        if kind is Answer.CHOICE:
            known = [(code, choice_words(code)) for code in self.asked.choices]
            return forms.ChoiceField(
                label=label,
                help_text=text,
                choices=[("", _("Choose …")), *known, ("other", _("None of these"))],
            )
        if kind is Answer.YES_NO:
            return forms.ChoiceField(label=label, help_text=text, choices=[("yes", _("Yes")), ("no", _("No"))])
        return forms.CharField(label=label, help_text=text, max_length=120)

    def value(self) -> Any:
        """Give the answer as the service takes it."""
        given = self.cleaned_data["answer"]
        if self.asked.answer is Answer.YES_NO:
            return given == "yes"
        return given / HUNDRED if self.asked.answer is Answer.SHARE else given
