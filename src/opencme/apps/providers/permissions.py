"""Asking for a right: ``require`` raises, ``may`` answers for buttons; both read ``rules.access``."""

from opencme.kernel.findings import NotAllowed, NotFound
from opencme.rules.access import Actor, Permission


def may(actor: Actor, permission: Permission, *, on: int) -> bool:
    """Say whether ``actor`` may do this at provider ``on``."""
    return actor.may(permission, on=on)


def require(actor: Actor, permission: Permission, *, on: int) -> None:
    """Raise NotFound for somebody outside provider ``on``, NotAllowed for staff whose roles lack ``permission``."""
    if not actor.belongs_to(on):
        raise NotFound
    if not actor.may(permission, on=on):
        raise NotAllowed(permission)
