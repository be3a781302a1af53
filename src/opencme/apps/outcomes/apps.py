"""Django's entry for the app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """The app ``outcomes``."""

    name = "opencme.apps.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        """Answer what the gates ask."""
        from opencme.apps.activities import checks  # noqa: PLC0415 -- app ready
        from opencme.apps.outcomes.checks import evaluation  # noqa: PLC0415 -- app ready

        checks.register("evaluation", evaluation)
