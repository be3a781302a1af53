"""Forms of the provider: first set-up, settings, staff, partners."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.providers.selectors import Provider
from opencme.catalog.accreditors import accreditors
from opencme.catalog.organizations import organization_kinds
from opencme.rules.access import ROLE_NAMES, ROLE_SAYS, Role
from opencme.web.console.forms.board import date_field
from opencme.web.console.forms.sections import USUAL_ZONES, short_text, yes_or_no
from opencme.web.ui.forms import Form

STATUSES: Final = [("none", _("Not accredited (yet)")), *Provider.STATUSES[1:]]


def zone_choices() -> list[tuple[str, str]]:
    """The usual time zones, as people name them."""
    return [(zone, zone.replace("_", " ")) for zone in (*USUAL_ZONES, "Europe/London", "UTC")]


def accreditor_choices() -> list[tuple[str, str]]:
    """The accreditors by abbreviation and name."""
    return [
        (key, each.name if each.abbreviation in each.name else f"{each.abbreviation}: {each.name}")
        for key, each in accreditors.items()
    ]


class SetUpForm(Form):
    """The first provider of a deployment: a name is enough to begin."""

    name = forms.CharField(label=_("Organization"), max_length=200, help_text=_("As certificates will print it."))
    accreditor = forms.ChoiceField(label=_("Accredited by"))
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, initial="accreditation")
    term_from = date_field(_("Term from"))
    term_to = date_field(_("Term to"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, initial="America/Chicago")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the accreditors."""
        super().__init__(*args, **kwargs)
        self.fields["accreditor"].choices = accreditor_choices()  # type: ignore[attr-defined]  # a choice field


class SettingsForm(SetUpForm):
    """All settings of a provider."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the present time zone too, whichever it is."""
        super().__init__(*args, **kwargs)
        present = self.initial.get("time_zone", "")
        if present and present not in dict(zone_choices()):
            self.fields["time_zone"].choices = [(present, present), *zone_choices()]  # type: ignore[attr-defined]  # a choice field

    decided_on = date_field(_("Decided on"), help_text=_("The day of the decision that gave this status."))
    accreditor_provider_id = short_text(
        _("Number with the accreditor"), longest=7, help_text=_("Seven digits."), inputmode="numeric"
    )
    ancc_accredited = forms.BooleanField(label=_("Also accredited by ANCC"), required=False)
    number_prefix = short_text(
        _("Activity numbers begin with"), longest=10, help_text=_("Capital letters: LHS gives LHS-2026-0007.")
    )
    email = forms.EmailField(label=_("E-mail of the office"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    brand_color = short_text(_("Color"), longest=7, help_text=_("As # and six signs, like #0b4f63."))
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG or JPEG, for certificates and pages."))
    signatory_name = short_text(_("Who signs certificates"), longest=120)
    signatory_title = short_text(_("Title of who signs"), longest=120)


class InviteForm(Form):
    """Somebody new on the staff, or a further role."""

    email = forms.EmailField(label=_("E-mail"))
    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the roles with what each may do."""
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(role), f"{gettext(ROLE_NAMES[role])}: {gettext(ROLE_SAYS[role])}") for role in Role
        ]


class PartnerForm(Form):
    """A partner organization, with the question that keeps ineligible companies out."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As statements will print it."))
    kind = forms.ChoiceField(label=_("Kind of organization"))
    makes_products = yes_or_no(
        _("Is its primary business healthcare products used by or on patients?"),
        help_text=_(
            "To produce, market, sell, re-sell or distribute them. Yes makes it an ineligible company, which can never "
            "be a joint provider."
        ),
    )
    is_accredited = forms.BooleanField(label=_("It is accredited itself"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you looked at: lost accreditation, many changing providers."),
    )
    is_watched = forms.BooleanField(label=_("Keep it on the watch list"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds, eligible ones first."""
        super().__init__(*args, **kwargs)
        kinds = organization_kinds.values()
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", gettext("Choose")),
            (gettext("Eligible"), [(each.key, gettext(each.name)) for each in kinds if each.is_eligible]),
            (
                gettext("Ineligible companies"),
                [(each.key, gettext(each.name)) for each in kinds if not each.is_eligible],
            ),
        ]
