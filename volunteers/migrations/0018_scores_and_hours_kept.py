"""What lists order by stands beside the application: scores, hour of the interview."""

from django.db import migrations, models
from django.db.models import Avg, Max, Min, OuterRef, Subquery
from django.db.models.functions import Round


def fill(apps, schema_editor):
    application, review, interview = (
        apps.get_model("volunteers", name)
        for name in ("Application", "Review", "Interview")
    )
    hers = {"application": OuterRef("pk")}
    scored = review.objects.filter(mean__isnull=False, **hers).order_by()
    scored = scored.values("application")
    counted = interview.objects.filter(**hers).exclude(state="cancelled").order_by()
    counted = counted.values("application")
    application.objects.update(
        score_mean=Subquery(scored.annotate(n=Round(Avg("mean"), 2)).values("n")),
        score_spread=Subquery(
            scored.annotate(n=Max("mean") - Min("mean")).values("n")
        ),
        interview_at=Subquery(
            counted.annotate(n=Max("slot__starts_at")).values("n")
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0017_moves_of_an_edition")]

    operations = [
        migrations.AddField(
            "application",
            "interview_at",
            models.DateTimeField(
                editable=False, null=True, verbose_name="time of the interview"
            ),
        ),
        migrations.AddField(
            "application",
            "score_mean",
            models.DecimalField(
                decimal_places=2,
                editable=False,
                max_digits=4,
                null=True,
                verbose_name="mean score",
            ),
        ),
        migrations.AddField(
            "application",
            "score_spread",
            models.DecimalField(
                decimal_places=2,
                editable=False,
                max_digits=4,
                null=True,
                verbose_name="spread of scores",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
