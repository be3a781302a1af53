"""Forms of verification."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.web.ui.forms import Form


class NumberForm(Form):
    """The number as printed; blanks, small letters and O for 0 are understood."""

    number = forms.CharField(
        label=_("Certificate number"),
        help_text=_("Twelve letters and digits, at the top right of the certificate."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "placeholder": "K7Q2-9F3M-X4TB",
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "mono",
            }
        ),
    )


class FileForm(Form):
    """A certificate as a file; it is compared and not kept."""

    file = forms.FileField(
        label=_("Certificate as PDF"),
        help_text=_("It is compared with what was issued and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
