"""Registering the rows of an uploaded list, each as if somebody had typed it.

A row goes through `register_party` under a key made of the file and its number: the
same file twice, a double click, or again after a process was killed, makes each
registration once.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from language.turkish import fold_tr
from people.domain.persons import PersonDetails
from people.enums import EntryChannel
from people.exceptions import Refusal
from people.models import Notice
from programs.domain.admission import Admission, register_party
from programs.domain.party import Guest
from programs.enums import RowOutcome
from programs.models import BoardingPoint, Occurrence, Registration

#: One list is looked at under one lock; more would keep others waiting.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """What one row asks for, checked and normalized."""

    number: int
    person: PersonDetails
    party: Sequence[Guest] = ()
    boarding_point: BoardingPoint | None = None
    states_woman: bool = False
    states_took_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What comes, or came, of one row."""

    number: int
    outcome: RowOutcome
    position: int | None = None
    refusal: Refusal | None = None
    #: The one it made, or made before, or may be a double of; only one she may see.
    code: str = ""
    registration: int | None = None
    #: The row of the same file that it may be a double of.
    same_as: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyList:
    """The rows of one file for one date, and what holds for all of them."""

    occurrence: Occurrence
    rows: Sequence[ImportRow]
    #: The digest of the file.
    digest: str
    channel: EntryChannel
    notice: Notice | None
    by: User
    #: Numbers of rows that staff took for no double.
    no_doubles: Collection[int] = ()

    def key(self, row: ImportRow) -> str:
        """The same for the same row of the same file on the same date."""
        named = f"{self.occurrence.pk}:{self.digest}"
        return f"list:{hashlib.sha256(named.encode()).hexdigest()[:48]}:{row.number}"


def rehearse_list(asked: PartyList) -> list[RowResult]:
    """What `import_list` would do now.

    It is done and undone: whoever worked it out another way would sooner or later
    tell something else than what happens.
    """
    with transaction.atomic():
        results = list(_register_rows(asked, is_rehearsal=True))
        transaction.set_rollback(True)
    return results


def import_list(asked: PartyList) -> list[RowResult]:
    """Register row by row: what stands before a row that fails is kept."""
    results = list(_register_rows(asked, is_rehearsal=False))
    outcomes = Counter(result.outcome for result in results)
    log(
        asked.occurrence,
        "programs.occurrence.import",
        user=asked.by,
        data={outcome.value: outcomes[outcome] for outcome in RowOutcome},
    )
    return results


def _register_rows(asked: PartyList, *, is_rehearsal: bool) -> Iterator[RowResult]:
    made, seen = _made_before(asked)
    known = _Known(asked, but=set(made.values()))
    for row in asked.rows:
        key = asked.key(row)
        if key in made:
            known.note(row)
            yield _result(row, RowOutcome.EARLIER, seen.get(made[key]))
            continue
        double = known.double_of(row)
        known.note(row)
        if double and row.number not in asked.no_doubles:
            yield double
            continue
        try:
            admission = register_party(
                occurrence=asked.occurrence,
                person=row.person,
                party=row.party,
                boarding_point=row.boarding_point,
                channel=asked.channel,
                by=asked.by,
                notice=asked.notice,
                states_woman=row.states_woman,
                states_took_part=row.states_took_part,
                idempotency_key=key,
            )
        except Refusal as refusal:
            yield RowResult(
                number=row.number, outcome=RowOutcome.REFUSED, refusal=refusal
            )
            continue
        yield _result(
            row,
            _outcome_of(admission),
            # Undone, it has no code that anybody could ask for.
            None if is_rehearsal else admission.registration,
            position=admission.position,
        )


def _outcome_of(admission: Admission) -> RowOutcome:
    if not admission.is_new:
        return RowOutcome.EARLIER
    if admission.registration.holds_seats:
        return RowOutcome.SEATED
    return RowOutcome.IN_DRAW if admission.position is None else RowOutcome.WAITING


def _result(
    row: ImportRow,
    outcome: RowOutcome,
    registration: Registration | None,
    *,
    position: int | None = None,
) -> RowResult:
    return RowResult(
        number=row.number,
        outcome=outcome,
        position=position,
        code=registration.code if registration else "",
        registration=registration.pk if registration else None,
    )


def _made_before(
    asked: PartyList,
) -> tuple[dict[str, int], dict[int, Registration]]:
    """What this file made before, by key; and what of it `by` may see."""
    rows = Registration.objects.order_by().filter(
        idempotency_key__in=[asked.key(row) for row in asked.rows]
    )
    made = {key: pk for key, pk in rows.values_list("idempotency_key", "pk") if key}
    if not made:
        return {}, {}
    seen = rows.visible_to(asked.by).only("code")
    return made, {registration.pk: registration for registration in seen}


class _Known:
    """Who is on the date, as far as she may see it, and in the rows looked at so far.

    The same phone, the same e-mail, or the same name and day of birth: perhaps one
    woman, perhaps a mother and her daughter. Staff decide.
    """

    def __init__(self, asked: PartyList, *, but: set[int]):
        self._here: dict[tuple[Any, ...], tuple[int, str]] = {}
        self._rows: dict[tuple[Any, ...], int] = {}
        live = asked.occurrence.registrations.live().visible_to(asked.by)
        for pk, code, phone, email, given, family, born in live.order_by().values_list(
            "pk",
            "code",
            "person__phone",
            "person__email",
            "person__given_name",
            "person__family_name",
            "person__birth_date",
        ):
            if pk not in but:
                number = phone.as_e164 if phone else ""
                for mark in _marks(number, email, f"{given} {family}", born):
                    self._here.setdefault(mark, (pk, code))

    def note(self, row: ImportRow) -> None:
        for mark in _marks_of(row):
            self._rows.setdefault(mark, row.number)

    def double_of(self, row: ImportRow) -> RowResult | None:
        for mark in _marks_of(row):
            if mark in self._here:
                pk, code = self._here[mark]
                return RowResult(
                    number=row.number,
                    outcome=RowOutcome.DOUBLE,
                    code=code,
                    registration=pk,
                )
            if mark in self._rows:
                return RowResult(
                    number=row.number,
                    outcome=RowOutcome.DOUBLE,
                    same_as=self._rows[mark],
                )
        return None


def _marks_of(row: ImportRow) -> list[tuple[Any, ...]]:
    who = row.person
    name = f"{who.given_name} {who.family_name}"
    return _marks(who.phone, who.email, name, who.birth_date)


def _marks(phone: str, email: str, name: str, born: Any) -> list[tuple[Any, ...]]:
    marks: list[tuple[Any, ...]] = []
    if phone:
        marks.append(("phone", phone))
    if email:
        marks.append(("email", email))
    if born:
        marks.append(("name", fold_tr(name), born))
    return marks
