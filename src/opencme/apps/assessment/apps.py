"""Django's entry for the app."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The app ``assessment``."""

    name = "opencme.apps.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Answer what the gates ask."""
        from opencme.apps.activities import checks  # noqa: PLC0415 -- app ready
        from opencme.apps.assessment.checks import assessment  # noqa: PLC0415 -- app ready
        from opencme.apps.assessment.selectors.questions import questions_state  # noqa: PLC0415 -- app ready
        from opencme.apps.review import content as reviewed  # noqa: PLC0415 -- app ready

        checks.register("assessment", assessment)
        reviewed.register("questions", questions_state)
