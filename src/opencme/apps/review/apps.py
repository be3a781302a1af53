"""Django's entry for the app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The app ``review``."""

    name = "opencme.apps.review"
    label = "review"

    def ready(self) -> None:
        """Answer what the gates ask, and count what people handed in as content."""
        from opencme.apps.activities import checks as gates  # noqa: PLC0415 -- app ready
        from opencme.apps.review import checks, content  # noqa: PLC0415 -- app ready
        from opencme.apps.review.selectors import submissions  # noqa: PLC0415 -- app ready

        gates.register("content_review", checks.content_review)
        content.register("handed_in", submissions.state)
        content.register("agenda", submissions.agenda_state)
