"""Forms about the content: one per kind of part."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.web.ui.forms import Form


class PartForm(Form):
    """What every part has."""

    title = forms.CharField(label=_("Title"), max_length=250)
    is_required = forms.BooleanField(
        label=_("Required before the assessment and the claim"), required=False, initial=True
    )


class ArticleForm(PartForm):
    """An article in Markdown."""

    body = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown: ## heading, **bold**, *italic*, - list, [words](https://address), tables with |."),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
    )
    field_order = ("title", "body", "is_required")


class FilePartForm(PartForm):
    """A PDF or a video. A new file makes a new version; without one the file that is there stays."""

    file = forms.FileField(label=_("File"))
    field_order = ("title", "file", "is_required")

    def __init__(self, *args: Any, accept: str, has_file: bool, help_text: str, **kwargs: Any) -> None:
        """Ask for a file only where none is there yet."""
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not has_file
        self.fields["file"].help_text = help_text
        self.fields["file"].widget = forms.FileInput(attrs={"accept": accept})


class LinkForm(PartForm):
    """A link to another site."""

    address = forms.CharField(
        label=_("Address"),
        help_text=_("Opens in a new window. Nothing of the participant is sent along."),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    field_order = ("title", "address", "is_required")
