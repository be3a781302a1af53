"""Forms that take a file: a certificate, a further document, a transcript."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.web.ui.forms import Form

PROOF: Final = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"


class CertificateForm(Form):
    """A certificate to begin with."""

    file = forms.FileField(
        label=_("Certificate"),
        help_text=_("A PDF, or a photo (PNG or JPEG) of the paper. Drop it here."),
        widget=forms.FileInput(attrs={"accept": PROOF}),
        error_messages={"required": _("Choose the file, or take a photo."), "empty": _("The file is empty.")},
    )


class DocumentForm(Form):
    """One more file of a credit."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": PROOF}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )


class TranscriptForm(Form):
    """A transcript from elsewhere."""

    file = forms.FileField(
        label=_("Transcript"),
        help_text=_("A CSV or XLSX file, or a JSON transcript of the ACCME. Drop it here; nothing is taken yet."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json"}),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty.")},
    )
