"""The base of every form: it shows a refusal's findings where they belong, translated; and how forms are drawn."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext

from opencme.kernel.findings import DomainError


class Renderer(TemplatesSetting):
    """Draws forms, groups and errors with the templates in ``ui/forms`` (``settings.FORM_RENDERER``)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Field(forms.BoundField):
    """A bound field that tells assistive technology when it must be filled, without the browser's own bubbles."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Say ``aria-required`` in place of ``required``: errors come from the server, in our words, all at once."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if self.field.required and not widget.is_hidden and not self.use_fieldset:
            built.setdefault("aria-required", "true")
        return built

    @property
    def summed_as(self) -> str:
        """The label as the summary of errors says it: with what the field is about, where several have one label."""
        of = self.form.of(self.name) if isinstance(self.form, Form) else ""
        return f"{self.label}, {of}" if of else str(self.label)


class Form(forms.Form):
    """A form of OpenCME: one column, help before the field, errors beside it and summed at the top.

    ``{{ form }}`` draws the summary and every field; to place fields yourself write ``{{ form.errors_summary }}`` once
    and ``{{ form.name.as_field_group }}`` for each. Draw ``<form novalidate>``: nothing typed is lost on an error.
    """

    required_css_class = "is-required"
    error_css_class = "has-error"
    use_required_attribute = False
    marks_optional = True  # False where nearly every field is optional and the page says so
    bound_field_class = Field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the colon after labels."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: DomainError) -> None:
        """Turn each blocking finding into an error of its field, or of the whole form."""
        self.full_clean() if not hasattr(self, "cleaned_data") else None
        for finding in refusal.findings:
            place = finding.field if finding.field in self.fields else None
            self.add_error(place, gettext(finding.message) % dict(finding.params))

    def of(self, name: str) -> str:  # noqa: ARG002 -- for forms that ask the same of several
        """Give what a field is about where the form asks the same of several; empty where the label tells."""
        return ""

    def errors_summary(self) -> str:
        """Draw all errors with links to their fields; nothing when there are none."""
        return str(self.render("ui/forms/summary.html"))


class AskedText(forms.CharField):
    """A text that a rule asks for, not the form: shown as asked for, let through empty, judged by the rules."""

    def validate(self, value: Any) -> None:
        """Let an empty text through."""
        if value not in self.empty_values:
            super().validate(value)


class AskedChoice(forms.ChoiceField):
    """A choice that a rule asks for, not the form; what is chosen must be one of those offered."""

    def validate(self, value: Any) -> None:
        """Let no choice through."""
        if value not in self.empty_values:
            super().validate(value)
