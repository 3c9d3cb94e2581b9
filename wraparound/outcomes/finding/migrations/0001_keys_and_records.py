from django.db import migrations, models

from wraparound.outcomes.finding import storage


def create(apps, schema_editor):
    for statement in storage.statements(schema_editor.connection.vendor).CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in storage.statements(schema_editor.connection.vendor).DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="TrainedModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=60, unique=True)),
                ("described", models.BinaryField(help_text="Weights and provenance, JSON.")),
                ("names", models.BinaryField(help_text="Name words, counts and sounds, gzipped.")),
                ("made_at", models.DateTimeField()),
            ],
            options={"db_table": "finding_model"},
        ),
        migrations.RunPython(create, drop),
    ]
