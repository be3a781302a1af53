"""The database function that refuses changes to evidence."""

from django.db import migrations

from opencme.apps.records.evidence import CREATE_FUNCTION, DROP_FUNCTION


class Migration(migrations.Migration):
    """Create the function; tables attach it in their own migrations."""

    dependencies = []
    operations = [migrations.RunSQL(CREATE_FUNCTION, DROP_FUNCTION)]
