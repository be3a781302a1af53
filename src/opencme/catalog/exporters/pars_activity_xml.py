"""PARS activities as XML: MedBiquitous Medical Education Metrics v1, Healthcare LOM v1, and the accreditor's own part.

The order of the children is fixed by the schemas. Two things are not public and are values here: the namespace of the
accreditor's own elements, and whether the root stands in one.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from lxml import etree
from lxml.builder import ElementMaker

from opencme.catalog.exporters.json_text import decimal_text
from opencme.catalog.exporters.pars_activity_json import FEES, REGISTRATIONS, identifiers
from opencme.rules.reporting.activity import MEASURES, OUTCOMES, ActivityReport

METRICS: Final = "http://ns.medbiq.org/metrics/v1/"
LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
HEALTHCARE: Final = "http://ns.medbiq.org/lom/extend/v1/"
ADDRESS: Final = "http://ns.medbiq.org/address/v1/"
EXTENSION: Final = "urn:x-accme:pars-extension:unconfirmed"
"""ACCME's own namespace is not public; ask ACCME and put it here before an upload."""
OTHERS: Final = "non-physician"

_NAMESPACES: Final = {None: METRICS, "lom": LOM, "hx": HEALTHCARE, "a": ADDRESS, "x": EXTENSION}
_M: Final = ElementMaker(namespace=METRICS, nsmap=_NAMESPACES)
_L: Final = ElementMaker(namespace=LOM)
_H: Final = ElementMaker(namespace=HEALTHCARE)
_A: Final = ElementMaker(namespace=ADDRESS)
_X: Final = ElementMaker(namespace=EXTENSION)


def chunks(reports: Iterable[ActivityReport]) -> Iterator[bytes]:
    """Write the file a piece at a time: one ``MedicalEducationMetrics`` per activity."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<ACCMEActivities>\n'
    for report in reports:
        out = io.BytesIO()
        etree.ElementTree(element(report)).write(out, encoding="utf-8", pretty_print=True)
        yield out.getvalue()
    yield b"</ACCMEActivities>\n"


def element(report: ActivityReport) -> Any:
    """Give one activity as an element."""
    return _M.MedicalEducationMetrics(
        _M.ReportDescription(_M.ReportingStartDate(str(report.first_day)), _M.ReportingEndDate(str(report.last_day))),
        _M.ActivityDescription(
            _L.lom(_general(report), _H.healthcareMetadata(_education(report))),
            *(
                _M.CommercialSupportAmount(str(dollars), currency="USD", supportSource=_printable(name))
                for name, dollars in report.support_amounts
            ),
        ),
        _M.ParticipationMetrics(
            _M.ParticipantsByCategory(str(report.physicians), category="physician"),
            _M.ParticipantsByCategory(str(report.others), category=OTHERS),
        ),
        _M.XtensibleInfo(*_extension(report)),
    )


def _general(report: ActivityReport) -> Any:
    return _L.general(
        *(_L.identifier(_L.catalog(name), _L.entry(entry)) for name, entry in identifiers(report)),
        _L.title(_text(report.title)),
        _L.description(_text(report.description)),
    )


def _education(report: ActivityReport) -> Any:
    parts = [
        _H.credits(
            _H.activityCertification(report.certification),
            *(_H.nonAccreditedProvider(_printable(name)) for name in report.partners if report.is_joint),
            *([_H.numberOfCredits(decimal_text(report.credits))] if report.credits is not None else []),
        ),
        *_location(report),
        _H.startDateTime(f"{report.first_day}T00:00:00"),
        _H.endDateTime(f"{report.last_day}T00:00:00"),
        _H.activitySponsorship("joint" if report.is_joint else "direct"),
        _H.activityFormat(_text(report.format)),
    ]
    if report.commercial_support is not None:
        parts.append(_H.commercialSupport("yes" if report.commercial_support else "no"))
    return _H.healthcareEducation(*parts)


def _location(report: ActivityReport) -> Sequence[Any]:
    if report.delivery_method != "In-Person" or not report.country:
        return ()
    return (
        _H.activityLocation(
            _A.City(_printable(report.city)),
            *([_A.StateOrProvince(report.state)] if report.state else []),
            _A.Country(_A.CountryCode(report.country)),
        ),
    )


def _extension(report: ActivityReport) -> Iterator[Any]:
    yield _X.ProviderID(report.provider_id)
    if report.delivery_method:
        yield _X.DeliveryMethods(_X.DeliveryMethod(report.delivery_method))
    if report.outcomes:
        yield _X.MeasuredOutcomes(
            *(
                element
                for each in report.outcomes
                for element in (
                    _X.MeasuredOutcome(OUTCOMES[each.kind]),
                    *(_X.MeasurementType(MEASURES[how]) for how in each.measures),
                )
            )
        )
    if report.support_in_kind:
        yield _X.InKindSupports(*(_X.InKindSupport(source=_printable(name)) for name in report.support_in_kind))
    yield _X.ForPublicList("true" if report.is_public else "false")
    yield _X.FeeForParticipation(FEES[report.fee])
    yield _X.ActivityRegistration(REGISTRATIONS[report.registration])
    yield _X.activityRecordAction(report.action)
    yield _X.closeActivityRecord("true" if report.closes else "false")


def _text(words: str) -> Any:
    return _L.string(_printable(words), language="en")


def _printable(words: str) -> str:
    """Take out the control signs that XML cannot carry."""
    return "".join(sign for sign in words if sign in "\n\t" or sign >= " ")
