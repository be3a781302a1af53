"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's minimum for Argon2id, about 18 ms CPU a sign-in here.

    Django's own values (100 MiB, 8 lanes) took 161 ms CPU on the same machine, more than the rest of a learner's path.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
