"""The names that would tell somebody else what she takes part in."""

from volunteers.models import Call, TrainingModule, VolunteerArea


def telling_names() -> list[str]:
    """Names of areas and trainings and titles of calls, in every language."""
    texts = [
        *VolunteerArea.objects.values_list("name", flat=True),
        *TrainingModule.objects.values_list("name", flat=True),
        *Call.objects.values_list("title", flat=True),
    ]
    return [name for text in texts for name in text.values() if name]
