"""What lists order by stands in the index that they are read from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0018_scores_and_hours_kept")]

    operations = [
        migrations.RemoveIndex("application", "listed_applications"),
        migrations.AddIndex(
            "application",
            models.Index(
                condition=models.Q(anonymized_at__isnull=True),
                fields=["-submitted_at", "-id"],
                include=("call", "person", "state", "score_mean", "interview_at"),
                name="listed_applications",
            ),
        ),
        migrations.AddIndex(
            "review",
            models.Index(fields=["reviewer", "application"], name="reviews_given"),
        ),
    ]
