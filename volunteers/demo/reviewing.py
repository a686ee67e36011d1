"""How the demo's call is reviewed: rules, reviewers, a question, two opinions."""

from django.contrib.auth.models import User

from volunteers.domain.assignment import assign_reviewers
from volunteers.domain.information import ask_information
from volunteers.domain.reviews import save_review
from volunteers.domain.screening import screen_again
from volunteers.enums import (
    ApplicationState,
    InformationPart,
    Recommendation,
    RuleKind,
    WeeklyHours,
)
from volunteers.models import Application, Call, ReviewPlan, SavedView, ScreeningRule


def tell_reviewing(call: Call, *, clerk: User, reviewers: list[User]) -> None:
    """After the applicants' stories, on those that are still being read."""
    _set_up(call, clerk)
    reading = list(
        Application.objects.filter(call=call, state__in=ApplicationState.reading)
        .select_related("person")
        .order_by("pk")
    )
    assign_reviewers(reading, reviewers=[clerk, *reviewers], balanced=True, by=clerk)
    in_screening = [one for one in reading if one.state == ApplicationState.SCREENING]
    for reviewed in [one for one in in_screening if one.reviews.exists()][:1]:
        save_review(
            reviewed,
            scores={criterion.pk: 1 for criterion in call.criteria.all()},
            recommendation=Recommendation.RESERVE,
            note="Haftalık zamanı bu dönem için az görünüyor.",
            by=reviewers[0],
        )
    for unread in [one for one in in_screening if not one.reviews.exists()][:1]:
        ask_information(
            unread,
            part=InformationPart.TIME,
            words="Hafta içi gündüz saatlerinde de gelebilir misiniz? Uygun gün ve "
            "saatlerinizi gözden geçirir misiniz?",
            by=clerk,
        )


def _set_up(call: Call, clerk: User) -> None:
    ReviewPlan.objects.create(call=call, reviewers_wanted=2, most_per_reviewer=20)
    ScreeningRule.objects.create(
        call=call, kind=RuleKind.AGE, minimum_age=18, sort_order=0
    )
    ScreeningRule.objects.create(
        call=call,
        kind=RuleKind.HOURS,
        hours=WeeklyHours.UP_TO_5,
        why={"tr": "Eğitimler haftada üç saat sürer.", "en": "Trainings take 3 hours."},
        sort_order=1,
    )
    screen_again(call)
    SavedView.objects.create(
        owner=clerk,
        name="Uzun bekleyenler",
        query={"ordering": ["state_since"], "waiting": ["5"]},
        is_shared=True,
    )
