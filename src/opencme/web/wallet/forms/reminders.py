"""The distances at which to be reminded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from opencme.apps.wallet.services.reminders import DISTANCES
from opencme.web.ui.forms import Form


class RemindersForm(Form):
    """Days before a day on which something is missing; none ticked ends all reminders."""

    days = forms.TypedMultipleChoiceField(
        label=_("Remind me by e-mail"),
        help_text=_(
            "Only while something is missing, or is left of an allowance that lapses. Nothing ticked: no mail."
        ),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "is-inline"}),
    )
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the distances in the reader's language."""
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [
            (each, ngettext("%(count)s day before", "%(count)s days before", each) % {"count": each})
            for each in DISTANCES
        ]
