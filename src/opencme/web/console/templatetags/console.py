"""``{% load console %}``: small filters of the screens of provider staff."""

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.forms import BoundField, ChoiceField, MultipleChoiceField
from django.utils.translation import gettext

from opencme.rules.access import Actor, Permission
from opencme.web.console.forms.topics import TopicsField, topics_words

register: Final = template.Library()


@register.filter
def value_of(values: Mapping[str, Any], name: str) -> Any:
    """Give ``values[name]``, None where there is none: ``{{ others|value_of:field.name }}``."""
    return values.get(name)


@register.filter
def shown(field: BoundField) -> str:
    """Say a field's value as people read it: the names of what was chosen, yes and no."""
    value = field.value()
    if isinstance(field.field, TopicsField):
        return topics_words(value)
    if isinstance(field.field, ChoiceField):
        chosen = value if isinstance(field.field, MultipleChoiceField) else [value]
        names = _names(field.field.choices)
        return ", ".join(names.get(str(each), str(each)) for each in chosen or () if each not in (None, ""))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return "" if value is None else str(value)


@register.filter
def may_see_standing(actor: Actor | None, provider: Any) -> bool:
    """Say whether the reader may see how the provider's people stand: ``{% if actor|may_see_standing:provider %}``."""
    return actor is not None and actor.may(Permission.STANDING_SEE, on=provider.pk)


def _names(choices: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, name in choices:
        if isinstance(name, list | tuple):
            found |= _names(name)
        else:
            found[str(key)] = str(name)
    return found
