"""Django's entry for the app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The app ``delivery``."""

    name = "opencme.apps.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Answer what the gates ask."""
        from opencme.apps.activities import checks  # noqa: PLC0415 -- app ready
        from opencme.apps.delivery.checks import content, nothing_doubtful  # noqa: PLC0415 -- app ready
        from opencme.apps.delivery.selectors.content import content_state  # noqa: PLC0415 -- app ready
        from opencme.apps.review import content as reviewed  # noqa: PLC0415 -- app ready

        checks.register("content", content)
        checks.register("nothing_doubtful", nothing_doubtful)
        reviewed.register("content", content_state)
