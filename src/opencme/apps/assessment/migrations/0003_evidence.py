"""The evidence tables of this app refuse UPDATE and DELETE."""

from django.db import migrations

from opencme.apps.records.evidence import evidence


class Migration(migrations.Migration):
    """Guard the tables."""

    dependencies = [("records", "0001_evidence"), ("assessment", "0002_initial")]
    operations = [evidence("assessment_attempt", "assessment_answer")]
