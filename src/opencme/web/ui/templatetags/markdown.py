"""``{{ text|markdown }}`` for articles, ``{{ text|markdown_line }}`` for a question's or an answer's text."""

from django import template
from django.utils.safestring import SafeString

from opencme.web.ui.markdown import rendered, rendered_line

register = template.Library()


@register.filter
def markdown(text: str, top: int = 2) -> SafeString:
    """Show Markdown; ``top`` is the level its highest heading gets on this page."""
    return rendered(str(text), top=int(top))


@register.filter
def markdown_line(text: str) -> SafeString:
    """Show a short Markdown text inside a sentence or a label."""
    return rendered_line(str(text))
