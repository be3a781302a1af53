"""Forms of signing in and opening an account."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.kernel.professions import DEGREE_NAMES, PROFESSION_NAMES
from opencme.web.ui.forms import Form
from opencme.web.ui.zones import zone_suggested

PASSWORD: Final = "password"  # noqa: S105 -- the name of a way in, not a secret
LINK: Final = "link"


class SignInForm(Form):
    """E-mail and password, or e-mail alone for a link."""

    marks_optional = False

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the password where it is the way in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get("way", PASSWORD) == PASSWORD and not cleaned.get("password"):
            self.add_error("password", _("Type your password, or let us e-mail you a sign-in link."))
        return cleaned


class SignUpForm(Form):
    """What an account of a participant begins with."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    profession = forms.ChoiceField(label=_("Profession"), choices=[("", _("Choose …"))])
    degree = forms.ChoiceField(
        label=_("Degree"),
        help_text=_("It decides which credit you can be awarded."),
        choices=[("", _("Choose …"))],
    )
    time_zone = zone_suggested()
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the lists from the professions and degrees."""
        super().__init__(*args, **kwargs)
        for name, names in (("profession", PROFESSION_NAMES), ("degree", DEGREE_NAMES)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker what the class says
            field.choices = [("", _("Choose …")), *((str(key), _(text)) for key, text in names.items())]
