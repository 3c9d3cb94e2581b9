from django.db import migrations

from wraparound.outcomes.finding.storage.postgresql import INDEXES, NAMES

WIDEN = (
    "ALTER TABLE finding_record ALTER COLUMN child TYPE integer, "
    "ADD COLUMN IF NOT EXISTS telephone2 integer, ADD COLUMN IF NOT EXISTS carer2 integer"
)


def lay_out(apps, schema_editor):
    """Bring an index of before to the layout of now; a new one has it from the start, and is empty."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(WIDEN)
    for name, statement in zip(NAMES, INDEXES, strict=True):
        schema_editor.execute(f"DROP INDEX IF EXISTS finding_{name}")
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_keys_and_records")]

    operations = [migrations.RunPython(lay_out, migrations.RunPython.noop)]
