"""The translation marker for code that knows no framework."""


def gettext_noop(message: str) -> str:
    """Mark ``message`` for translation and give it back unchanged; the web layer translates it."""
    return message
