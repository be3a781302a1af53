"""Planning an activity again."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.web.console.forms.board import date_field
from opencme.web.ui.forms import Form


class CopyForm(Form):
    """What is made of an activity: the same again, or its recording on offer."""

    what = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=[
            ("copy", _("Plan it again: the plan is copied, people disclose anew")),
            ("recorded", _("Offer recorded content when participants want it: a new enduring material")),
        ],
        initial="copy",
        widget=forms.RadioSelect(attrs={"class": "is-cards"}),
    )
    title = forms.CharField(label=_("Title"), max_length=250)
    first_day = date_field(
        _("First day"), help_text=_("Sessions are copied to it, at the same time of day. Empty: without sessions.")
    )

    def __init__(self, *args: Any, has_sessions: bool, **kwargs: Any) -> None:
        """has_sessions: there is something to copy to another day."""
        super().__init__(*args, **kwargs)
        if not has_sessions:
            del self.fields["first_day"]
            choices = [
                ("copy", gettext("Plan it again")),
                ("recorded", gettext("Renew it: a new activity, after review")),
            ]
            self.fields["what"].choices = choices  # type: ignore[attr-defined]  # a choice field
