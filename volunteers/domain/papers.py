"""Papers: the text of the agreement, the volunteer card, the reference letter."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from language.translated import as_translated
from language.turkish import tr_upper
from people.exceptions import Refusal
from people.models import Person
from volunteers.domain.duties import may
from volunteers.domain.moves import lock
from volunteers.enums import ApplicationState as State
from volunteers.enums import HoursState
from volunteers.first_agreement import FIRST_TEXT
from volunteers.models import (
    AgreementText,
    Application,
    Assignment,
    VolunteerAgreement,
    VolunteerCard,
)
from volunteers.models.hours import as_hours
from volunteers.service_exceptions import PaperDenied
from volunteers.workflow import Permission

#: A card is renewed at the latest after so many days.
LONGEST_CARD = 400
#: While she is one of these a card may be valid.
CARRIES_CARD = (State.READY, State.ON_DUTY, State.PAUSED)


@transaction.atomic
def install_first_text() -> int:
    """The agreement of the code as the first version; how many were made.

    Where volunteers have signed on paper before, that paper stays the one they sign.
    """
    if AgreementText.objects.exists() or VolunteerAgreement.objects.exists():
        return 0
    first = AgreementText.objects.create(version=_next_version(), body=FIRST_TEXT)
    first.published_at = timezone.now()
    first.save()
    return 1


def next_text() -> AgreementText:
    """What the next version begins with, not saved: the newest words, a new number."""
    newest = AgreementText.objects.order_by("-pk").first()
    body = newest.body if newest else FIRST_TEXT
    return AgreementText(version=_next_version(), body=body)


def _next_version() -> str:
    """The year, and the first number that is free in it."""
    year = timezone.localdate().year
    taken = set(AgreementText.objects.values_list("version", flat=True))
    return next(
        version
        for version in (f"{year}-{number}" for number in count(1))
        if version not in taken
    )


@transaction.atomic
def publish_agreement_text(text: AgreementText, *, by: User) -> AgreementText:
    """From now on it can be printed and signed, and never changes."""
    held = AgreementText.objects.select_for_update().get(pk=text.pk)
    if held.is_in_force():
        raise Refusal(PaperDenied.TEXT_PUBLISHED)
    if as_translated(held.body).missing():
        raise Refusal(PaperDenied.TEXT_INCOMPLETE)
    held.published_at = timezone.now()
    held.save(update_fields=["published_at"])
    log(held, "volunteers.agreement_text.publish", user=by)
    return held


def text_of_version(version: str) -> AgreementText | None:
    """The published text she signed; None where no text is kept here at all."""
    published = AgreementText.objects.published()
    text = published.filter(version=version).first()
    if text is None and published.exists():
        raise Refusal(PaperDenied.VERSION_UNKNOWN)
    return text


@transaction.atomic
def issue_card(
    application: Application,
    *,
    valid_until: date,
    by: User,
    today: date | None = None,
) -> VolunteerCard:
    """A new card; the one before is no longer valid."""
    today = today or timezone.localdate()
    locked = _lock_for(application, by)
    if locked.state not in CARRIES_CARD or locked.anonymized_at:
        raise Refusal(PaperDenied.NO_CARD_YET)
    if valid_until < today:
        raise Refusal(PaperDenied.CARD_LAPSED)
    if valid_until > today + timedelta(days=LONGEST_CARD):
        raise Refusal(PaperDenied.CARD_TOO_LONG, days=LONGEST_CARD)
    locked.cards.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    card = VolunteerCard.objects.create(
        application=locked, issued_on=today, valid_until=valid_until, issued_by=by
    )
    log(locked, "volunteers.card.issue", user=by, data={"card": card.pk})
    return card


@transaction.atomic
def withdraw_card(card: VolunteerCard, *, by: User) -> None:
    """It was lost, or she gave it back."""
    locked = _lock_for(card.application, by)
    changed = locked.cards.filter(pk=card.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if not changed:
        raise Refusal(PaperDenied.CARD_WITHDRAWN)
    log(locked, "volunteers.card.withdraw", user=by, data={"card": card.pk})


def card_address(card: VolunteerCard) -> str:
    """What its square code holds: the page that says whether it is valid."""
    return f"{settings.SITE_URL}{reverse('volunteers:card', args=[card.code])}"


def card_picture(card: VolunteerCard) -> str:
    """The square code as SVG."""
    code = segno.make(card_address(card), micro=False)
    picture: str = code.svg_inline(border=2, omitsize=True)
    return picture


def card_in_use(application: Application) -> VolunteerCard | None:
    return application.cards.filter(withdrawn_at=None).first()


def valid_card(code: str, *, today: date | None = None) -> VolunteerCard | None:
    """The card of this code, if it is valid today; any other code gets None."""
    return (
        VolunteerCard.objects.filter(
            code=code,
            withdrawn_at=None,
            valid_until__gte=today or timezone.localdate(),
            application__state__in=CARRIES_CARD,
            application__anonymized_at=None,
        )
        .select_related("application__person")
        .first()
    )


def initials_of(person: Person) -> str:
    """ "İpek Su Işık" -> "İ. S. I." """
    names = f"{person.given_name} {person.family_name}".split()
    return " ".join(f"{tr_upper(name[:1])}." for name in names)


@dataclass(frozen=True, slots=True)
class Service:
    """What she did in one role, as a letter tells it."""

    assignment: Assignment
    hours: Decimal
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Reference:
    """The figures of a reference letter. Only approved hours count."""

    services: list[Service]
    hours: Decimal
    #: who signs, by name; "" leaves the line empty
    signer: str


def reference_for(application: Application) -> Reference:
    """Every role she had, the earliest first."""
    assignments = list(
        application.assignments.select_related("role__area", "supervisor").order_by(
            "starts_on", "pk"
        )
    )
    sums: dict[int, Any] = dict(
        Assignment.objects.filter(
            application=application, hours__state=HoursState.APPROVED
        )
        .annotate(sum=Sum("hours__quarters"))
        .values_list("pk", "sum")
        .order_by()
    )
    services = [
        Service(one, as_hours(sums.get(one.pk, 0)), one.ends_on) for one in assignments
    ]
    signers = [one.supervisor for one in assignments if one.supervisor]
    return Reference(
        services=services,
        hours=sum((one.hours for one in services), Decimal(0)),
        signer=signers[-1].get_full_name() if signers else "",
    )


def _lock_for(application: Application, by: User) -> Application:
    locked = lock(application)
    if not may(by, Permission.ASSIGN, locked):
        raise Refusal(PaperDenied.NOT_YOURS)
    return locked
