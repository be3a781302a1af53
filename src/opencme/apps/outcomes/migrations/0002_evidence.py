"""The evidence tables of this app refuse UPDATE and DELETE."""

from django.db import migrations

from opencme.apps.records.evidence import evidence


class Migration(migrations.Migration):
    """Guard the tables."""

    dependencies = [("records", "0001_evidence"), ("outcomes", "0001_initial")]
    operations = [evidence("outcomes_evaluationresponse")]
