"""Trainings in the demo: one held right now, one that moved, one that was cancelled."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from language.translated import Translated
from volunteers.domain.seats import enroll_in_session
from volunteers.domain.session_changes import cancel_session, move_session
from volunteers.domain.walk_ins import add_walk_in
from volunteers.models import Application, TrainingModule, TrainingSession

HALL = {"tr": "Kültürpark, 2 No'lu hol", "en": "Kültürpark, hall 2"}
OTHER_HALL = {"tr": "Ahmed Adnan Saygun, 3. salon", "en": "Ahmed Adnan Saygun, hall 3"}


def tell_trainings(
    learner: Application,
    *,
    today: TrainingModule,
    cancelled: TrainingModule,
    moved: TrainingSession,
    trainer: User,
) -> None:
    """`learner` has a place in `moved`, and needs both trainings still."""
    move_session(
        moved,
        starts_at=moved.starts_at + timedelta(days=1),
        ends_at=moved.ends_at + timedelta(days=1),
        place=Translated(OTHER_HALL),
        by=trainer,
    )
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    # Its sheet is open; she came without a place.
    add_walk_in(learner, session=session_of(today, hour), by=trainer)
    session = session_of(cancelled, hour + timedelta(days=12))
    # A place here is kept for her when the other is cancelled.
    session_of(cancelled, hour + timedelta(days=33))
    enroll_in_session(learner, session=session)
    cancel_session(session, by=trainer)


def session_of(module: TrainingModule, starts_at: datetime) -> TrainingSession:
    made: TrainingSession = TrainingSession.objects.create(
        module=module,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=float(module.hours)),
        place=HALL,
        trainer="Öznur Şahin",
        capacity=25,
    )
    return made
