from decimal import Decimal

from django.db import migrations

_AT_ONCE = 500


def write_means(apps, schema_editor):
    """Lists read the mean of a review; those written before it was kept get theirs."""
    alias = schema_editor.connection.alias
    reviews = apps.get_model("volunteers", "Review").objects.using(alias)
    after = 0
    while found := list(
        reviews.filter(mean__isnull=True, pk__gt=after)
        .order_by("pk")
        .only("pk")
        .prefetch_related("scores__criterion")[:_AT_ONCE]
    ):
        after = found[-1].pk
        for review in found:
            scores = list(review.scores.all())
            weights = sum(one.criterion.weight for one in scores)
            if weights:
                points = sum(one.score * one.criterion.weight for one in scores)
                review.mean = (Decimal(points) / weights).quantize(Decimal("0.01"))
        reviews.bulk_update(found, ["mean"])


class Migration(migrations.Migration):
    dependencies = [
        ("volunteers", "0010_sealed_answers"),
    ]

    operations = [
        migrations.RunPython(write_means, migrations.RunPython.noop),
    ]
