"""Letting a provider see how one stands: nothing is chosen beforehand."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.wallet.selectors.consents import Choices
from opencme.web.ui.forms import Form

HOW_MUCH: Final = (
    ("verdicts", _("Only how I stand with each authority: met, missing or not known, and the day")),
    ("lines", _("Each requirement of each authority too: how much is asked, how much counts")),
)


class ConsentForm(Form):
    """A consent before it is given."""

    marks_optional = False
    provider = forms.ChoiceField(label=_("Who may see it"))
    department = forms.CharField(
        label=_("Your department there"),
        help_text=_("The provider sums its people up by department. It may stay empty."),
        max_length=120,
        required=False,
    )
    how_much = forms.ChoiceField(
        label=_("How much they see"),
        choices=HOW_MUCH,
        widget=forms.RadioSelect(attrs={"class": "is-cards"}),
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(key), name) for key, name in choices.known]
        others = [(str(key), name) for key, name in choices.others]
        groups: list[Any] = [("", gettext("Choose a provider"))]
        if known:
            groups.append((gettext("Where you work or took part"), known))
        if others:
            groups.append((gettext("Others here"), others))
        field = self.fields["provider"]
        field.choices = groups  # type: ignore[attr-defined]  # a ChoiceField has them
