"""Django's entry for the app."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    """The app ``credit``."""

    name = "opencme.apps.credit"
    label = "credit"

    def ready(self) -> None:
        """Answer what the gates ask; let participants and staff read the certificates that are theirs to read."""
        from opencme.apps.activities import checks  # noqa: PLC0415 -- app ready
        from opencme.apps.credit.checks import designated  # noqa: PLC0415 -- app ready
        from opencme.apps.credit.selectors.certificates import may_read_file  # noqa: PLC0415 -- app ready
        from opencme.apps.files import selectors as files  # noqa: PLC0415 -- app ready

        checks.register("designated", designated)
        files.register("credit.certificates", may_read_file)
