"""Django's entry for the app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """The app ``activities``."""

    name = "opencme.apps.activities"
    label = "activities"

    def ready(self) -> None:
        """Answer what the gates ask of the plan, the agenda, the provider and the time."""
        from opencme.apps.activities import checks, gates  # noqa: PLC0415 -- app ready

        for check in (
            gates.plan,
            gates.agenda,
            gates.accreditation,
            gates.joint_providers,
            gates.ended,
            gates.started,
            gates.not_started,
        ):
            checks.register(check.__name__, check)
