"""One woman has one place in a training session, also when she was two records.

Of two the better stays: a mark before a place, a place before an offer, an offer
before a turn in line. The other is given up like any other place, so that whoever
waits first is offered it.
"""

from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from people.models import Person
from volunteers.domain.places import lock_places, offer_free_places
from volunteers.domain.seats import give_up
from volunteers.enums import ApplicationState, Attendance
from volunteers.models import Application, Enrollment, SessionWait, TrainingSession

Held = Enrollment | SessionWait

#: The first is kept.
_MARKS = (
    Attendance.PRESENT,
    Attendance.EXCUSED,
    Attendance.ABSENT,
    Attendance.EXPECTED,
)


def lock_applications(persons: Collection[int]) -> None:
    """Hold still what these persons applied for, in one order."""
    rows = Application.objects.select_for_update().filter(person__in=persons)
    list(rows.order_by("pk").values_list("pk"))


def join_training_places(kept: Person, merged: Person) -> None:
    """Before two records are joined; nothing is sent to her: she keeps her place."""
    # The applications are locked already; then the sessions, each in one order.
    for pk in sorted(_held_by_both(kept, merged)):
        places = lock_places(pk)
        held = _held_by_both(kept, merged, session=places.session).get(pk, [])
        superfluous = _superfluous(held)
        for one in superfluous:
            give_up(one, places, by=None)
        if superfluous and places.session.closed_at is None:
            offer_free_places(places)


def told_of_training_places(kept: Person, merged: Person) -> list[str]:
    """What `join_training_places` will do, for whoever is asked whether to merge."""
    shared = [
        held[0].session
        for held in _held_by_both(kept, merged).values()
        if _superfluous(held)
    ]
    now = timezone.now()
    sentences = []
    for session in sorted(shared, key=lambda one: (one.starts_at, one.pk)):
        words = (
            gettext(
                "Both are on the list of the same training, on %(moment)s. One place "
                "stays; the other is offered to whoever waits first."
            )
            if session.starts_at > now
            else gettext(
                "Both are on the list of the same training, on %(moment)s. One place "
                "stays, the one with the better mark."
            )
        )
        moment = date_format(localtime(session.starts_at), "j F Y, H.i")
        sentences.append(words % {"moment": moment})
    return sentences


def _held_by_both(
    kept: Person, merged: Person, *, session: TrainingSession | None = None
) -> dict[int, list[Held]]:
    """What they have in sessions in which both have something, in two queries."""
    found: dict[int, list[Held]] = {}
    for model in (Enrollment, SessionWait):
        rows = model._default_manager.filter(application__person__in=[kept, merged])
        if session is not None:
            rows = rows.filter(session=session)
        for one in rows.select_related("application", "session"):
            found.setdefault(one.session_id, []).append(one)
    return {
        pk: held
        for pk, held in found.items()
        if len({one.application.person_id for one in held}) > 1
    }


def _superfluous(held: list[Held]) -> list[Held]:
    """All but the best; a presence that something was written down for stays."""
    _best, *others = sorted(held, key=_goodness)
    return [one for one in others if not _is_fact(one)]


def _is_fact(one: Held) -> bool:
    """On a closed sheet her presence may have completed a training."""
    return (
        isinstance(one, Enrollment)
        and one.attendance == Attendance.PRESENT
        and one.session.closed_at is not None
    )


def _goodness(one: Held) -> tuple[object, ...]:
    """The smallest stays."""
    if isinstance(one, Enrollment):
        is_done = one.application.state not in ApplicationState.learning
        return (0, _MARKS.index(Attendance(one.attendance)), is_done, one.pk)
    return (1, one.offered_until is None, one.offers_lapsed, one.asked_at, one.pk)
