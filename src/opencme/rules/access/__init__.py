"""Who may do what: roles, permissions and the table that joins them."""

from opencme.rules.access.roles import Actor, Permission, Role, permissions_of

__all__ = ["Actor", "Permission", "Role", "permissions_of"]
