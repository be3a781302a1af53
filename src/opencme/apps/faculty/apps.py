"""Django's entry for the app."""

from django.apps import AppConfig


class FacultyConfig(AppConfig):
    """The app ``faculty``."""

    name = "opencme.apps.faculty"
    label = "faculty"

    def ready(self) -> None:
        """Answer what the gates ask, and say who may read the files kept here."""
        from opencme.apps.activities import checks as gates  # noqa: PLC0415 -- app ready
        from opencme.apps.faculty import checks, files  # noqa: PLC0415 -- app ready
        from opencme.apps.files import selectors as kept  # noqa: PLC0415 -- app ready

        gates.register("disclosures_planners", checks.disclosures_planners)
        gates.register("mitigation_planners", checks.mitigation_planners)
        gates.register("disclosures_all", checks.disclosures_all)
        gates.register("mitigation_all", checks.mitigation_all)
        kept.register("faculty", files.may_read)
