"""Forms are drawn with labels above, help before the field, errors beside it and summed at the top."""

from django import forms

from opencme.kernel.findings import DomainError, Finding
from opencme.web.ui.forms import Form


class Sample(Form):
    name = forms.CharField(label="Name", help_text="As printed")
    level = forms.ChoiceField(label="Level", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="I agree", required=False)


def test_field_has_label_help_and_description():
    shown = str(Sample()["name"].as_field_group())

    assert '<label for="id_name">Name</label>' in shown
    assert 'id="id_name_helptext">As printed<' in shown
    assert 'aria-describedby="id_name_helptext"' in shown
    assert 'aria-required="true"' in shown
    assert " required" not in shown.replace('aria-required="true"', "")


def test_optional_field_says_so():
    assert "(optional)" in str(Sample()["note"].as_field_group())


def test_radio_buttons_stand_in_a_fieldset():
    shown = str(Sample()["level"].as_field_group())

    assert "<fieldset" in shown
    assert "<legend>Level</legend>" in shown
    assert '<label class="choice" for="id_level_0"><input type="radio"' in shown


def test_errors_stand_beside_the_field_and_at_the_top_with_links():
    form = Sample({"name": "", "level": ""})
    form.refuse(DomainError(Finding(code="x", message="Too %(what)s.", params={"what": "<late>"}, source="s")))
    shown = str(form)

    assert '<a href="#id_name">Name</a>: This field is required.' in shown
    assert '<a href="#id_level_0">Level</a>: This field is required.' in shown
    assert "Too &lt;late&gt;." in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_refusal_of_a_field_stands_at_the_field():
    form = Sample({"name": "x", "level": "a"})
    form.refuse(DomainError(Finding(code="x", message="Shorter, please.", source="s", field="name")))

    assert form.errors == {"name": ["Shorter, please."]}
