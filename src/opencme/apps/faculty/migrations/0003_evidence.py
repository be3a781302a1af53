"""The evidence tables of this app refuse UPDATE and DELETE."""

from django.db import migrations

from opencme.apps.records.evidence import evidence


class Migration(migrations.Migration):
    """Guard the tables."""

    dependencies = [("records", "0001_evidence"), ("faculty", "0002_initial")]
    operations = [evidence("faculty_disclosure", "faculty_relationship", "faculty_relevance", "faculty_ownerexception", "faculty_mitigation")]
