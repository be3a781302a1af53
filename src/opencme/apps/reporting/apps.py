"""Django's entry for the app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The app ``reporting``."""

    name = "opencme.apps.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Answer what the last gate asks, and say who may read reports."""
        from opencme.apps.activities import checks as gates  # noqa: PLC0415 -- app ready
        from opencme.apps.files import selectors as files  # noqa: PLC0415 -- app ready
        from opencme.apps.reporting import checks  # noqa: PLC0415 -- app ready
        from opencme.apps.reporting.selectors.reports import may_read_file  # noqa: PLC0415 -- app ready

        gates.register("reported", checks.reported)
        files.register("reporting", may_read_file)
