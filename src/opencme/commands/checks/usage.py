"""The page that tells every command, made from the command line itself."""

import argparse
from collections.abc import Iterator

from opencme.commands.main import CODES, parser


def commands_page() -> str:
    """Give the page as Markdown; the same under every version of Python."""
    lines = ["# The opencme command", "", f"`opencme` and `python -m opencme` are the same. {CODES.capitalize()}."]
    return "\n".join([*lines, *_told(parser(), "opencme")]).replace("\n\n\n", "\n\n") + "\n"


def _told(part: argparse.ArgumentParser, name: str) -> Iterator[str]:
    for action in part._actions:  # noqa: SLF001 -- argparse shows its arguments in no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 -- as above
            for word, inner in action.choices.items():
                says = inner.description or ""
                yield from ("", f"##{'#' * name.count(' ')} {name} {word}", "", f"{says[:1].upper()}{says[1:]}.", "")
                yield from _told(inner, f"{name} {word}")
        elif action.help != argparse.SUPPRESS and action.dest not in {"help", "version"}:
            yield f"- `{_usage(action)}`: {_help(action)}"


def _usage(action: argparse.Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest).upper()
    if action.nargs == 0:
        return action.option_strings[0]
    if action.choices:
        return f"{action.option_strings[0]} {'|'.join(str(each) for each in action.choices if each)}"
    return f"{action.option_strings[0]} {action.dest.upper()}"


def _help(action: argparse.Action) -> str:
    told = action.help or ""
    return told % {"default": action.default} if "%(" in told else told
