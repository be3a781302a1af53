"""The evidence tables of this app refuse UPDATE and DELETE."""

from django.db import migrations

from opencme.apps.records.evidence import evidence


class Migration(migrations.Migration):
    """Guard the tables."""

    dependencies = [("records", "0001_evidence"), ("credit", "0003_initial")]
    operations = [evidence("credit_award", "credit_seal", "credit_certificate")]
