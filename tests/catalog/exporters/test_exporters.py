"""What goes to an accreditor: the very bytes, and that the receiver's schema takes them."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import report_facts as reports
from lxml import etree
from receivers import METRICS, json_validator, metrics_schema

from opencme.catalog.exporters import exporters, json_text, pars_activity_json, pars_activity_xml, pars_learners_json
from opencme.catalog.sources import sources

GOLDEN = Path(__file__).parent / "golden"
FILES = {
    "pars_activity.json": lambda: pars_activity_json.chunks([reports.LIVE, reports.ENDURING]),
    "pars_activity.xml": lambda: pars_activity_xml.chunks([reports.LIVE, reports.ENDURING]),
    "pars_learners.json": lambda: pars_learners_json.chunks(
        reports.learners(reports.DEE, reports.NGUYEN, reports.GONE)
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_file_is_byte_for_byte_the_golden_one(name):
    made = b"".join(FILES[name]())
    golden = GOLDEN / name
    if not golden.exists():
        golden.write_bytes(made)
        pytest.fail(f"{name} was not there and is written; read it")
    assert made == golden.read_bytes()


@pytest.fixture(scope="session")
def xsd(schema_dir):
    return metrics_schema(schema_dir)


def test_activity_json_validates_against_the_repaired_draft(schema_dir):
    content = json.loads(b"".join(FILES["pars_activity.json"]()))
    json_validator(schema_dir, "activity").validate(content)
    assert len(content["ACCMEActivities"]["MedicalEducationMetrics"]) == 2


def test_support_goes_out_as_money_with_its_sum_and_in_kind_with_its_source(schema_dir, xsd):
    report = replace(
        reports.LIVE,
        commercial_support=True,
        support_amounts=(("Northgate Devices Inc", 5000),),
        support_in_kind=("Norvia Pharma",),
    )
    content = json.loads(b"".join(pars_activity_json.chunks([report])))
    json_validator(schema_dir, "activity").validate(content)
    (record,) = content["ACCMEActivities"]["MedicalEducationMetrics"]
    assert record["ActivityDescription"]["commercialSupportAmount"] == [
        {"currency": "USD", "supportSource": "Northgate Devices Inc", "value": 5000}
    ]
    assert record["XtensibleInfo"]["InKindSupports"] == {"InKindSupport": [{"source": "Norvia Pharma"}]}

    root = etree.fromstring(b"".join(pars_activity_xml.chunks([report])))
    xsd.assertValid(etree.ElementTree(root[0]))
    money = root.find(".//{*}CommercialSupportAmount")
    assert (money.text, money.attrib) == ("5000", {"currency": "USD", "supportSource": "Northgate Devices Inc"})
    assert root.find(".//{*}InKindSupport").attrib == {"source": "Norvia Pharma"}


def test_learners_json_validates_against_the_repaired_draft(schema_dir):
    validator = json_validator(schema_dir, "learner-reports")
    content = json.loads(b"".join(FILES["pars_learners.json"]()))
    validator.validate(content)
    content["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"][0]["Activity"]["Module"]["CreditCertificate"][
        0
    ]["CreditReceived"]["numberOfCredits"] = 3.3
    assert list(validator.iter_errors(content)), "the schema itself must be able to refuse"


def test_activity_xml_validates_against_medical_education_metrics(xsd):
    root = etree.fromstring(b"".join(FILES["pars_activity.xml"]()))
    metrics = root.findall(METRICS)
    assert (root.tag, len(metrics)) == ("ACCMEActivities", 2)
    for each in metrics:
        xsd.assertValid(etree.ElementTree(each))
    metrics[0].remove(metrics[0][0])
    assert not xsd.validate(etree.ElementTree(metrics[0])), "the schema itself must be able to refuse"


def test_json_and_xml_say_the_same():
    first = json.loads(b"".join(FILES["pars_activity.json"]()))["ACCMEActivities"]["MedicalEducationMetrics"][0]
    root = etree.fromstring(b"".join(FILES["pars_activity.xml"]()))[0]
    names = {"hx": pars_activity_xml.HEALTHCARE, "lom": pars_activity_xml.LOM, "m": pars_activity_xml.METRICS}
    education = first["healthcareMetadata"]["healthcareEducation"]
    assert root.findtext(".//lom:title/lom:string", namespaces=names) == first["Lom"]["general"]["title"]
    assert root.findtext(".//hx:numberOfCredits", namespaces=names) == str(education["credits"]["numberOfCredits"])
    assert [each.text for each in root.findall(".//hx:nonAccreditedProvider", names)] == education["credits"][
        "nonAccreditedProvider"
    ]
    assert [int(each.text) for each in root.findall(".//m:ParticipantsByCategory", names)] == [41, 17]


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.50", "3.5"), ("10.00", "10"), ("0.25", "0.25"), ("100", "100"), ("1E+2", "100"), ("0", "0")],
)
def test_credit_is_written_exactly_and_without_idle_zeros(value, text):
    assert json_text.decimal_text(Decimal(value)) == text


def test_float_has_no_place_in_a_report():
    with pytest.raises(TypeError):
        json_text.json_text({"credits": 0.25})


def test_every_exporter_says_what_it_follows_and_writes_one_thing():
    for exporter in exporters.values():
        assert exporter.source in sources
        assert (exporter.activities is None) != (exporter.learners is None)


def test_no_completion_still_makes_readable_json():
    content = json.loads(b"".join(pars_learners_json.chunks(reports.learners())))
    assert content["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"] == []


def test_control_signs_do_not_break_the_xml():
    from dataclasses import replace

    made = b"".join(pars_activity_xml.chunks([replace(reports.LIVE, title="Sep\x00sis \x0bon")]))
    assert "Sepsis on" in etree.fromstring(made).xpath("string()")
