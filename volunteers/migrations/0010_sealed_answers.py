import people.sealed_fields
from django.db import migrations
from django.db.models import TextField, Value

from people.sealed_columns import seal_existing, unseal_existing
from people.sealed_fields import Stored

_COLUMNS = {"application": ["answers", "occupation"]}


def _empty(before, after):
    """No answers are the empty text where they are sealed, and "{}" as JSON."""

    def change(apps, schema_editor):
        rows = apps.get_model("volunteers", "application")._base_manager.using(
            schema_editor.connection.alias
        )
        rows.annotate(as_stored=Stored("answers")).filter(as_stored=before).update(
            answers=Value(after, output_field=TextField())
        )

    return change


class Migration(migrations.Migration):

    dependencies = [
        ("volunteers", "0009_shifts_hours_and_papers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="answers",
            field=people.sealed_fields.SealedMappingField(
                blank=True, default=dict, editable=False
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="occupation",
            field=people.sealed_fields.SealedLineField(
                blank=True, max_length=120, verbose_name="occupation or field"
            ),
        ),
        migrations.RunPython(_empty("{}", ""), _empty("", "{}")),
        migrations.RunPython(
            seal_existing("volunteers", _COLUMNS),
            unseal_existing("volunteers", _COLUMNS),
        ),
    ]
