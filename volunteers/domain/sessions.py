"""Training sessions: planned by staff, and who should or may take a place in one."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from volunteers.domain.moves import Actor
from volunteers.domain.places import (
    Places,
    check_open,
    lock_places,
    offer_free_places,
)
from volunteers.domain.requirements import progress_of, who_needs
from volunteers.domain.session_changes import is_moved
from volunteers.domain.training import add_months, renewable_from, trained_by
from volunteers.enums import ApplicationState
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import (
    Application,
    ApplicationQuerySet,
    Completion,
    Enrollment,
    Role,
    SessionWait,
    TrainingSession,
)


def save_session(
    session: TrainingSession, *, by: Actor, now: datetime | None = None
) -> TrainingSession:
    """Write what staff changed; never fewer places than are taken, nor into the past.

    More places are offered to who waits. Where there are names, another day, time or
    place is for `move_session`, which tells them.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if session.pk is None:
            if session.starts_at <= now:
                raise Refusal(TrainingDenied.IN_PAST)
            session.save()
            return session
        places = lock_places(session.pk, now=now)
        check_open(places.session)
        before = places.session
        if session.starts_at != before.starts_at and session.starts_at <= now:
            raise Refusal(TrainingDenied.IN_PAST)
        # What has begun may be corrected: its hours count.
        is_coming = before.starts_at > now
        if is_coming and _has_moved(before, session) and has_names(session):
            raise Refusal(TrainingDenied.NAMES_ON_LIST)
        if session.capacity < places.held:
            raise Refusal(TrainingDenied.CAPACITY_BELOW_BOOKED, taken=places.held)
        session.save()
        if session.starts_at > now:
            offer_free_places(Places(session, now, places.held))
    return session


def _has_moved(before: TrainingSession, after: TrainingSession) -> bool:
    return is_moved(
        before, starts_at=after.starts_at, ends_at=after.ends_at, place=after.place
    )


def has_names(session: TrainingSession) -> bool:
    """Whether somebody is expected at it, or waits for a place."""
    return bool(session.enrollments.exists() or session.waits.exists())


def wanted_trainings(application: Application) -> set[int]:
    """Modules she should take now: missing, or completed and to be renewed.

    Those that her call and her area there require; once the training is completed also
    those of roles that are offered in her areas.
    """
    progress = progress_of([application])[application.pk]
    required = {one.pk for one in progress.required.trainings_for(progress.area)}
    if application.state not in ApplicationState.learning:
        areas = application.area_choices.order_by().values("area")
        of_roles = Role.objects.offered().filter(area__in=areas)
        required |= set(
            of_roles.order_by()
            .filter(required_trainings__isnull=False)
            .values_list("required_trainings", flat=True)
        )
    today = timezone.localdate()
    for completion in (
        Completion.objects.valid(today)
        .filter(application__person=application.person_id, module__in=required)
        .select_related("module")
    ):
        from_day = renewable_from(completion.module, completion.valid_until)
        if from_day is None or today < from_day:
            required.discard(completion.module_id)
    return required


def sessions_to_choose(
    application: Application, now: datetime | None = None
) -> QuerySet[TrainingSession]:
    """Coming sessions of the trainings she should take, that she has no place in."""
    return (
        TrainingSession.objects.coming(now)
        .filter(module__in=wanted_trainings(application), closed_at__isnull=True)
        .exclude(enrollments__application=application)
        .with_seats()
        .select_related("module", "part")
        .order_by("module_id", "starts_at", "pk")
    )


def waits_of(application: Application) -> dict[int, tuple[SessionWait, int]]:
    """By session: that she waits for it, and her place in the line, 1 being next."""
    own = {wait.pk: wait for wait in application.session_waits.all()}
    line = (
        SessionWait.objects.filter(
            session__in={wait.session_id for wait in own.values()},
            offered_until__isnull=True,
        )
        .in_line()
        .values_list("session_id", "pk")
    )
    places: dict[int, int] = {}
    found = {wait.session_id: (wait, 0) for wait in own.values()}
    for session, pk in line:
        places[session] = places.get(session, 0) + 1
        if pk in own:
            found[session] = (own[pk], places[session])
    return found


def completions_of(application: Application) -> QuerySet[Completion]:
    """Her completed trainings, also those of earlier applications, the latest first."""
    return Completion.objects.filter(
        application__person=application.person_id,
        application__anonymized_at__isnull=True,
    ).select_related("module", "decided_by")


def seats_of(application: Application) -> QuerySet[Enrollment]:
    return application.enrollments.select_related(
        "session__module", "session__part"
    ).order_by("session__starts_at", "pk")


def enrollable_in(session: TrainingSession, *, seen_by: User) -> ApplicationQuerySet:
    """Whom `seen_by` may still give a place: accepted, and in need of the training.

    Her call or her area there requires it, or a role offered in one of her areas.
    Only in calls where training is a duty of `seen_by`.
    """
    areas = (
        Role.objects.offered()
        .filter(required_trainings=session.module_id)
        .order_by()
        .values("area")
    )
    renewed = Completion.objects.valid().filter(
        Q(valid_until__isnull=True)
        | Q(
            valid_until__gt=add_months(
                timezone.localdate(), session.module.renewal_months
            )
        ),
        application__person=OuterRef("person"),
        module=session.module_id,
    )
    in_need = Application.objects.filter(
        who_needs(session.module) | Q(area_choices__area__in=areas)
    )
    return (
        trained_by(seen_by)
        .in_states(*ApplicationState.may_learn)
        .filter(pk__in=in_need.order_by().values("pk"))
        .exclude(Exists(renewed))
        .exclude(enrollments__session=session)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
