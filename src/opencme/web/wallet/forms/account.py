"""Confirming that one's account is deleted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.web.ui.forms import AskedText, Form


class DeleteForm(Form):
    """The address typed out, and the present password where it is asked."""

    marks_optional = False
    typed = AskedText(
        label=_("Type the address of your account"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=254,
    )
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: object, asks_password: bool, **kwargs: object) -> None:
        """Leave the password out where a fresh link has proved as much."""
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]
