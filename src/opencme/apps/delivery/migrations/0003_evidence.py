"""The evidence tables of this app refuse UPDATE and DELETE."""

from django.db import migrations

from opencme.apps.records.evidence import evidence


class Migration(migrations.Migration):
    """Guard the tables."""

    dependencies = [("records", "0001_evidence"), ("delivery", "0002_initial")]
    operations = [evidence("delivery_disclosureimpression", "delivery_attendance", "delivery_completedcycle")]
