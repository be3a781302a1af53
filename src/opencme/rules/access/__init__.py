"""Who may do what: roles, permissions and the table that joins them."""

from opencme.rules.access.roles import (
    ROLE_NAMES,
    ROLE_SAYS,
    Actor,
    Permission,
    Role,
    permissions_of,
    roles_that_may,
    system,
)

__all__ = ["ROLE_NAMES", "ROLE_SAYS", "Actor", "Permission", "Role", "permissions_of", "roles_that_may", "system"]
