"""The names that would tell somebody else what she takes part in."""

from programs.models import Activity, Program


def telling_names() -> list[str]:
    """Names of programs and activities, in every language."""
    texts = [
        *Program.objects.values_list("name", flat=True),
        *Activity.objects.values_list("name", flat=True),
    ]
    return [name for text in texts for name in text.values() if name]
