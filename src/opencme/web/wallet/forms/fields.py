"""Fields that several forms of the wallet use."""

from typing import Any

from django import forms


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Give a day, typed or chosen; as the browser's own picker sends it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def number_field(label: Any, *, places: int = 2, **kwargs: Any) -> forms.DecimalField:
    """Give a number that is typed; phones show digits."""
    widget = forms.TextInput(attrs={"inputmode": "decimal" if places else "numeric", "autocomplete": "off"})
    return forms.DecimalField(label=label, decimal_places=places, max_digits=9, widget=widget, **kwargs)
