"""Fields that several forms of the wallet use."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from opencme.rules.credit.reading import NO_SUCH_DAY


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Give a day, typed or chosen; as the browser's own picker sends it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy(NO_SUCH_DAY)},
        **kwargs,
    )


def number_field(label: Any, *, places: int = 2, **kwargs: Any) -> forms.DecimalField:
    """Give a number that is typed; phones show digits."""
    widget = forms.TextInput(attrs={"inputmode": "decimal" if places else "numeric", "autocomplete": "off"})
    return forms.DecimalField(label=label, decimal_places=places, max_digits=9, widget=widget, **kwargs)


class PercentField(forms.DecimalField):
    """A share as people type it: 30, "30%" and "30 %"."""

    def __init__(self, **kwargs: Any) -> None:
        """Take a number typed on a phone's number pad."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(decimal_places=2, max_digits=9, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs' own base says int
        """Leave out the sign."""
        return super().to_python(value.strip().removesuffix("%").rstrip() if isinstance(value, str) else value)
