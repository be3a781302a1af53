"""Beginning an activity, and the consent that is a choice of its own."""

from django import forms

from opencme.web.ui.forms import Form


class BeginForm(Form):
    """Registration together with the disclosure that the page showed; nothing is ticked beforehand (TRAP-45)."""

    shown = forms.RegexField(r"^[0-9a-f]{64}$")
    share_consent = forms.BooleanField(required=False)


class ConsentForm(Form):
    """The consent to share contact data with supporters, given or taken back."""

    share_consent = forms.BooleanField(required=False)


class PlaceForm(Form):
    """The second at which a video was left."""

    seconds = forms.IntegerField(min_value=0)


class CodeForm(Form):
    """A check-in code as somebody types it."""

    code = forms.CharField(max_length=20)
