"""Why a role is held longer than was planned."""

from django.db import migrations

import people.sealed_fields


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0015_marked_together")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="extend_reason",
            field=people.sealed_fields.SealedLineField(
                blank=True, max_length=300, verbose_name="why it lasts longer"
            ),
        ),
    ]
