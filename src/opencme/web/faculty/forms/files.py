"""Handing in a file."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.web.ui.forms import Form

ACCEPTED: Final = ".pdf,.pptx,.png,.jpg,.jpeg,.mp4"


class FileForm(Form):
    """Slides or a handout."""

    file = forms.FileField(
        label=_("Slides or handout"),
        help_text=_("PDF or PowerPoint, without company logos."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": _("Choose the file.")},
    )
    note = forms.CharField(label=_("A word to the reviewer"), max_length=300, required=False)
