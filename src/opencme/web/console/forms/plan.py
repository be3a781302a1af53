"""Forms of planning."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.web.ui.forms import Form


class StepForm(Form):
    """What is said when a step is taken."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept with the step in the activity's history."),
    )
