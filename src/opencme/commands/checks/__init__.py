"""What no other tool checks: ``python -m opencme.commands.checks``, with ``--write`` to renew what is made from code.

Each module offers ``problems()``, which gives one sentence per problem, beginning with its place.
"""
