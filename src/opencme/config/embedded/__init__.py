"""The embedded PostgreSQL: a server of our own under ``var``, for people who bring none.

It starts when a program first needs a connection, is started again by the next connection when somebody killed it, and
is stopped by the last program that used it. Every program that uses it holds a shared lock on ``var/postgres.users``;
the system lets go of it even when the program is killed, so there is no list of process ids to go stale.
"""

from opencme.config.embedded.server import Embedded, embedded

__all__ = ["Embedded", "embedded"]
