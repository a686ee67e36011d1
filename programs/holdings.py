"""What `programs` holds on somebody, in her words: see `people.holdings`."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.holdings import HeldRecord, Holding, register_holding, tell
from people.models import Person
from programs.models import (
    AttendanceRecord,
    CourseResult,
    DrawEntry,
    MeetingRequest,
    PartyMember,
    PlaceSkip,
    Registration,
    SessionMark,
    WaitingCall,
)
from programs.models.occurrence import local_moment


def registrations_of(person: Person) -> list[HeldRecord]:
    rows = (
        Registration.objects.filter(person=person)
        .select_related(
            "occurrence__activity",
            "boarding_point",
            "draw_entry",
            "quota",
            "course_result",
        )
        .prefetch_related(
            "members",
            "skips",
            "calls",
            "attendance_records",
            "session_marks__session",
        )
        .order_by("created_at", "pk")
    )
    return [_told(row) for row in rows]


def _told(row: Registration) -> HeldRecord:
    members = [
        " ".join(
            str(part)
            for part in (one.get_kind_display(), one.given_name, one.birth_year)
            if part
        )
        for one in row.members.all()
    ]
    return tell(
        row.occurrence.activity,
        [
            ("code", _("Code"), row.code),
            ("starts_at", _("Starts at"), row.occurrence.starts_at),
            ("state", _("State"), row.get_state_display()),
            ("created_at", _("Entered at"), row.created_at),
            ("through", _("Entered through"), row.get_channel_display()),
            ("seats", _("Seats"), row.seats),
            ("party", _("Who comes"), members),
            (
                "boarding_point",
                _("Boarding point"),
                str(row.boarding_point) if row.boarding_point else "",
            ),
            (
                "states_took_part",
                _("Says she has taken part before"),
                gettext("Yes") if row.states_took_part else "",
            ),
            ("queued_at", _("In line since"), row.queued_at),
            ("seated_at", _("Place confirmed at"), row.seated_at),
            (
                "is_walk_in",
                _("Came without a registration"),
                gettext("Yes") if row.is_walk_in else "",
            ),
            ("given_on_at", _("Place given on"), row.given_on_at),
            ("kept_for", _("Places kept for"), str(row.quota or "")),
            ("drawn", _("In the draw"), _draw_words(row)),
            (
                "calls",
                _("Called down the list"),
                [
                    f"{call.get_outcome_display()}, {call.began_at:%d.%m.%Y}"
                    for call in row.calls.all()
                ],
            ),
            ("emergency_name", _("Someone you trust"), row.emergency_name),
            (
                "emergency_phone",
                _("Their phone"),
                str(row.emergency_phone.as_national) if row.emergency_phone else "",
            ),
            (
                "access_needs",
                _("What she needs to take part"),
                [str(need.label) for need in row.needs],
            ),
            ("override_note", _("Why a rule was set aside"), row.override_note),
            (
                "feedback",
                _("Said how it was"),
                gettext("Yes; what you said is not kept with you")
                if row.feedback_given
                else "",
            ),
            ("ended_at", _("Over since"), row.ended_at),
            ("end_reason", _("Why it is over"), row.get_end_reason_display()),
            ("end_note", _("Note on the end"), row.end_note),
            (
                "skips",
                _("Passed over in the line"),
                [
                    gettext("%(reason)s, on %(day)s")
                    % {
                        "reason": skip.get_reason_display(),
                        "day": f"{skip.at:%d.%m.%Y}",
                    }
                    for skip in row.skips.all()
                ],
            ),
            (
                "attendance",
                _("Marked on the day"),
                [
                    f"{one.get_mark_display()}, {local_moment(one.at)}"
                    for one in row.attendance_records.all()
                ],
            ),
            (
                "sessions",
                _("Marked in the sessions"),
                [
                    f"{one.get_mark_display()}, {local_moment(one.session.starts_at)}"
                    for one in row.session_marks.all()
                ],
            ),
            *_result_facts(row),
        ],
        state=row.state,
        through=row.channel,
        end_reason=row.end_reason,
    )


def _result_facts(row: Registration) -> list[tuple[str, Any, Any]]:
    """What she leaves a course with, once staff have confirmed it."""
    result = getattr(row, "course_result", None)
    if result is None:
        return []
    return [
        ("result", _("Result of the course"), result.get_state_display()),
        ("hours_present", _("Hours present"), float(result.hours_present)),
        ("hours_excused", _("Hours excused"), float(result.hours_excused)),
        ("hours_held", _("Hours held"), float(result.hours_held)),
        (
            "certificate",
            _("Number of the certificate"),
            result.number if result.code else "",
        ),
        ("result_note", _("Why otherwise than the rule says"), result.note),
        ("revoke_reason", _("Why it was revoked"), result.revoke_reason),
    ]


def _draw_words(row: Registration) -> str:
    """Her code in the draw, her rank and what it gave her."""
    entry = getattr(row, "draw_entry", None)
    if entry is None:
        return ""
    if entry.rank is None:
        return str(entry.code)
    return f"{entry.code}, {entry.rank}, {entry.get_outcome_display()}"


def meetings_of(person: Person) -> list[HeldRecord]:
    rows = (
        MeetingRequest.objects.filter(person=person)
        .select_related("activity", "occurrence")
        .prefetch_related("topics")
        .order_by("asked_at", "pk")
    )
    return [
        tell(
            row.activity,
            [
                ("code", _("Code"), row.code),
                ("state", _("State"), row.get_state_display()),
                ("asked_at", _("Asked at"), row.asked_at),
                ("through", _("Entered through"), row.get_channel_display()),
                ("area", _("Neighborhood"), row.area),
                ("women", _("About how many women"), row.women),
                ("days", _("Days that suit"), row.days_in_words),
                ("day_part", _("Time of day"), row.get_day_part_display()),
                (
                    "topics",
                    _("What they would talk about"),
                    [str(topic) for topic in row.topics.all()],
                ),
                (
                    "starts_at",
                    _("Date"),
                    row.occurrence.starts_at if row.occurrence else None,
                ),
                ("host_address", _("Address of the host"), row.host_address),
                (
                    "decline_reason",
                    _("Why it was declined"),
                    row.get_decline_reason_display(),
                ),
                ("note", _("Note for colleagues"), row.note),
                ("settled_at", _("Settled at"), row.settled_at),
            ],
            state=row.state,
            through=row.channel,
            days=row.days,
        )
        for row in rows
    ]


def register_holdings() -> None:
    register_holding(
        Holding(
            "programs.registrations",
            _("Registrations"),
            registrations_of,
            (
                Registration,
                PartyMember,
                PlaceSkip,
                AttendanceRecord,
                DrawEntry,
                WaitingCall,
                SessionMark,
                CourseResult,
            ),
        )
    )
    register_holding(
        Holding(
            "programs.meetings",
            _("Requests for meetings"),
            meetings_of,
            (MeetingRequest, MeetingRequest.topics.through),
        )
    )
