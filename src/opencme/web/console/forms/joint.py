"""Joint providers of an activity, and files that show its gap."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.apps.providers.selectors import Partner
from opencme.web.console.forms.board import date_field
from opencme.web.ui.forms import Form


class JointForm(Form):
    """Naming a partner as joint provider."""

    partner = forms.ChoiceField(label=_("Partner"))

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        """Offer the partners that are not there yet."""
        super().__init__(*args, prefix="joint", **kwargs)
        self.partners = partners
        self.fields["partner"].choices = [(str(row.public_id), row.name) for row in partners]  # type: ignore[attr-defined]  # a choice field


class AgreementForm(Form):
    """The written agreement with a joint provider."""

    agreed_on = date_field(_("Agreed on"), help_text=_("The day the last of you signed."))
    may_withdraw = forms.BooleanField(
        label=_("It lets us withdraw accreditation at any time without penalty"), required=False
    )
    agreement = forms.FileField(label=_("Signed agreement"), required=False, help_text=_("A PDF."))


class EvidenceFileForm(Form):
    """A file that shows the practice gap, with what it is in words."""

    words = forms.CharField(label=_("What it is"), required=False, max_length=300)
    file = forms.FileField(label=_("File"), help_text=_("PDF, Excel, CSV or an image."))
