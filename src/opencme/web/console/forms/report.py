"""Forms of the reports part."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.rules.reporting.activity import MEASURES, OUTCOMES, Outcome
from opencme.web.ui.forms import Form

HOW = (("objective", _("measured objectively")), ("subjective", _("as participants see it")))


class AfterwardsForm(Form):
    """What is known only afterwards: the number PARS gave, the change that was measured, what was found."""

    marks_optional = False

    accreditor_activity_id = forms.CharField(
        label=_("Activity number at the accreditor"),
        help_text=_("Nine digits; PARS gives it when the activity is entered there."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "mono"}),
    )
    change_analysis = forms.CharField(
        label=_("What the data show about change"),
        help_text=_("Change in competence, performance or patient outcomes. What participants intend is no outcome."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add one group of choices per kind of outcome."""
        super().__init__(*args, **kwargs)
        for kind, name in OUTCOMES.items():
            self.fields[f"outcome_{kind}"] = forms.MultipleChoiceField(
                label=name, choices=HOW, required=False, widget=forms.CheckboxSelectMultiple
            )

    @property
    def outcome_fields(self) -> list[Any]:
        """The groups of choices, for the template."""
        return [self[f"outcome_{kind}"] for kind in OUTCOMES]

    @property
    def outcomes(self) -> list[str]:
        """The outcomes in the form that is kept; a kind without a choice was not measured."""
        found = ((kind, self.cleaned_data[f"outcome_{kind}"]) for kind in OUTCOMES)
        return [
            Outcome(kind=kind, measures=tuple(how for how in MEASURES if how in chosen)).kept
            for kind, chosen in found
            if chosen
        ]

    @staticmethod
    def initial_of(outcomes: Sequence[str]) -> dict[str, list[str]]:
        """Give the choices for outcomes as they are kept; a measure that was not said counts as objective."""
        read = (Outcome.parse(each) for each in outcomes)
        return {f"outcome_{each.kind}": list(each.measures or ("objective",)) for each in read}


class ReissueForm(Form):
    """Why a certificate is made anew."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is printed on the new certificate: “Name corrected”."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
