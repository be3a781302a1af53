"""Report exporters: a typed report in, bytes out, no query. One module per kind of file, one line in ``BUILT_IN``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from opencme.catalog.exporters import pars_activity_json, pars_activity_xml, pars_learners_json
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.registry import Registry
from opencme.rules.reporting.activity import ActivityReport
from opencme.rules.reporting.completions import LearnerReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One kind of file for a receiver.

    activities or learners: the function that writes it, by what it tells; the other is None.
    kind: as ``apps.files`` knows it; source: key in ``catalog.sources`` of the form it follows.
    """

    key: str
    label: str
    says: str
    receiver: str
    kind: str
    source: str
    activities: Callable[[Iterable[ActivityReport]], Iterator[bytes]] | None = None
    learners: Callable[[LearnerReport], Iterator[bytes]] | None = None


BUILT_IN: Final = (
    Exporter(
        key="pars_activity_json",
        label=_("PARS activity, JSON"),
        says=_("The activity with its totals, in the form of the 2025 draft for web services."),
        receiver="ACCME",
        kind="json",
        source="accme-pars-activity-draft",
        activities=pars_activity_json.chunks,
    ),
    Exporter(
        key="pars_activity_xml",
        label=_("PARS activity, XML"),
        says=_("The activity with its totals as Medical Education Metrics, for the XML upload."),
        receiver="ACCME",
        kind="xml",
        source="medbiq-mems",
        activities=pars_activity_xml.chunks,
    ),
    Exporter(
        key="pars_learners_json",
        label=_("PARS learner completions, JSON"),
        says=_("Physicians by name with the credit they were awarded; only those who agreed and can be matched."),
        receiver="ACCME",
        kind="json",
        source="accme-pars-learner-draft",
        learners=pars_learners_json.chunks,
    ),
)
exporters: Final[Registry[Exporter]] = Registry(BUILT_IN, group="opencme.exporters")
