from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0012_people_found_by_email")]

    operations = [
        migrations.AddIndex(
            "person",
            models.Index(fields=["district"], name="people_pers_distric_75fd10_idx"),
        ),
    ]
