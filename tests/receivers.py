"""What the receivers of reports accept: their schemas, read from the folder that OPENCME_SCHEMA_DIR names."""

import json
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

METRICS = "{http://ns.medbiq.org/metrics/v1/}MedicalEducationMetrics"


def json_validator(folder: Path, name: str) -> Any:
    """The repaired draft of "activity" or "learner-reports"."""
    schema = json.loads((folder / f"pars-draft/repaired/{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def metrics_schema(folder: Path) -> etree.XMLSchema:
    """Medical Education Metrics v1, with every import found in the folder and nothing fetched."""

    class Offline(etree.Resolver):
        def resolve(self, address, _public, context):
            if "xop" in address:
                return self.resolve_filename(str(folder / "stubs/xop-include.xsd"), context)
            if address.endswith("/xml.xsd"):
                return self.resolve_filename(str(folder / "stubs/xml.xsd"), context)
            _, found, inside = address.partition("ns.medbiq.org/")
            return self.resolve_filename(str(folder / "medbiq" / inside), context) if found else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Offline())
    return etree.XMLSchema(etree.parse(str(folder / "medbiq/metrics/v1/medicaleducationmetrics.xsd"), parser))
