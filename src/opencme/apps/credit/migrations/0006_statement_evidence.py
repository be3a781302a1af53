"""The words locked with a designation, and applications filed, refuse UPDATE and DELETE."""

from django.db import migrations

from opencme.apps.records.evidence import evidence


class Migration(migrations.Migration):
    """Guard the tables."""

    dependencies = [("records", "0001_evidence"), ("credit", "0005_statements")]
    operations = [evidence("credit_lockedstatement", "credit_creditapplication")]
