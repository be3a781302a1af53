"""The base of every form: it shows a refusal's findings where they belong, translated."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from opencme.kernel.findings import DomainError


class Form(forms.Form):
    """A form of OpenCME: one column, help before the field, errors beside it and summed at the top."""

    required_css_class = "is-required"
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the colon after labels."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: DomainError) -> None:
        """Turn each blocking finding into an error of its field, or of the whole form."""
        self.full_clean() if not hasattr(self, "cleaned_data") else None
        for finding in refusal.findings:
            place = finding.field if finding.field in self.fields else None
            self.add_error(place, gettext(finding.message) % dict(finding.params))
