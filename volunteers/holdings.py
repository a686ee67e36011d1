"""What `volunteers` holds on somebody, in her words: see `people.holdings`.

What reviewers and interviewers noted is hers to ask for; staff check it for what it
says of others before they give it out, so that it is not on her page at once.
"""

import json

from django.utils.translation import gettext_lazy as _

from people.holdings import HeldRecord, Holding, register_holding, tell
from people.models import Person
from volunteers.codes import spaced
from volunteers.domain.drafts import drafts_of
from volunteers.enums import PartOfDay, Weekday
from volunteers.models import (
    Application,
    ApplicationArea,
    ApplicationDraft,
    ApplicationFile,
    Assignment,
    Completion,
    Decision,
    DutyWish,
    Enrollment,
    HourEntry,
    InformationRequest,
    Interview,
    InterviewScore,
    InterviewSheet,
    Review,
    ReviewAssignment,
    ReviewScore,
    SessionWait,
    ShiftPlace,
    ShownDocument,
    VolunteerAgreement,
    VolunteerCard,
)


def cells_in_words(cells: list[str]) -> list[str]:
    """ "mon-morning" -> "Monday, morning"."""
    return [
        f"{Weekday(day).label}: {PartOfDay(part).label}"
        for day, part in (cell.split("-", 1) for cell in cells)
    ]


def _applications(person: Person) -> list[Application]:
    return list(
        Application.objects.filter(person=person)
        .select_related("call__process", "accepted_area", "agreement")
        .prefetch_related("area_choices__area")
        .order_by("submitted_at", "pk")
    )


def applications_of(person: Person) -> list[HeldRecord]:
    records = []
    for one in _applications(person):
        record = tell(
            one.call.title,
            [
                ("reference", _("Application number"), one.reference),
                ("submitted_at", _("Submitted at"), one.submitted_at),
                ("state", _("Where it stands"), one.stage.name),
                ("state_since", _("Since"), one.state_since),
                ("areas", _("Areas"), [str(area) for area in one.ranked_areas()]),
                (
                    "accepted_area",
                    _("Accepted for"),
                    str(one.accepted_area) if one.accepted_area else "",
                ),
                ("languages", _("Languages"), one.languages_in_words()),
                ("skills", _("Skills and experience"), one.skills),
                ("education", _("Education"), one.get_education_display()),
                ("occupation", _("Occupation or field"), one.occupation),
                ("motivation", _("Why you want to volunteer"), one.motivation),
                ("weekly_hours", _("Hours a week"), one.get_weekly_hours_display()),
                (
                    "availability",
                    _("Free days and times"),
                    cells_in_words(one.availability),
                ),
                ("mode", _("Online or in person"), one.get_mode_display()),
                ("districts", _("Districts"), one.districts_in_words()),
                ("heard_from", _("Heard of us from"), one.get_heard_from_display()),
                ("declared_true_at", _("Declared to be true at"), one.declared_true_at),
                ("other_times_note", _("Why no time suited"), one.other_times_note),
                (
                    "clearance_shown_on",
                    _("Child clearance shown on"),
                    one.clearance_shown_on,
                ),
                (
                    "agreement_signed_on",
                    _("Agreement signed on"),
                    one.agreement.signed_on if hasattr(one, "agreement") else None,
                ),
            ],
            state=one.state,
            languages=one.languages,
            availability=one.availability,
            districts=one.districts,
            answers=one.answers,
        )
        record.facts.extend(one.answered_questions())
        records.append(record)
    return records


def drafts_held_on(person: Person) -> list[HeldRecord]:
    """Forms she began; what she typed in them she sees through her own link."""
    return [
        tell(
            one.call.title,
            [
                ("created_at", _("Begun at"), one.created_at),
                ("saved_at", _("Saved at"), one.saved_at),
                ("expires_at", _("Deleted at the latest on"), one.expires_at),
            ],
            content=one.filled_in(),
        )
        for one in drafts_of([person]).select_related("call")
    ]


def interviews_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            one.slot,
            [
                ("state", _("State"), one.get_state_display()),
                ("starts_at", _("Starts at"), one.slot.starts_at),
                ("place", _("Place"), str(one.slot.place)),
                ("booked_at", _("Booked at"), one.booked_at),
                (
                    "wants_earlier",
                    _("Tell me of earlier times"),
                    _("Yes") if one.wants_earlier else None,
                ),
            ],
            state=one.state,
        )
        for one in Interview.objects.filter(application__person=person).select_related(
            "slot"
        )
    ]


def trainings_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            seat.session.module,
            [
                ("starts_at", _("Starts at"), seat.session.starts_at),
                ("place", _("Place"), str(seat.session.place)),
                ("attendance", _("Attendance"), seat.get_attendance_display()),
            ],
            attendance=seat.attendance,
        )
        for seat in Enrollment.objects.filter(
            application__person=person
        ).select_related("session__module")
    ]


def completed_by(person: Person) -> list[HeldRecord]:
    """Completed trainings and certificates, and the sessions she waits for."""
    completions = Completion.objects.filter(application__person=person)
    waits = SessionWait.objects.filter(application__person=person)
    return [
        *(
            tell(
                one.module,
                [
                    ("source", _("How it was completed"), one.get_source_display()),
                    ("state", _("State"), one.get_state_display()),
                    ("hours", _("Hours"), one.hours),
                    ("completed_on", _("Completed on"), one.completed_on),
                    ("valid_until", _("Valid until"), one.valid_until),
                    ("issuer", _("Who issued the certificate"), one.issuer),
                    ("issuer_number", _("Number of it"), one.issuer_number),
                    ("code", _("Code of your certificate"), spaced(one.code or "")),
                    ("reason", _("Reason"), one.reason),
                ],
                source=one.source,
                state=one.state,
            )
            for one in completions.select_related("module")
        ),
        *(
            tell(
                one.session.module,
                [
                    ("asked_at", _("You wait since"), one.asked_at),
                    ("starts_at", _("Starts at"), one.session.starts_at),
                    ("offered_until", _("Kept for you until"), one.offered_until),
                ],
            )
            for one in waits.select_related("session__module")
        ),
    ]


def documents_of(person: Person) -> list[HeldRecord]:
    return [
        tell(one.kind, [("shown_on", _("Shown on"), one.shown_on)])
        for one in ShownDocument.objects.filter(
            application__person=person
        ).select_related("kind")
    ]


def roles_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            one.role,
            [
                ("state", _("State"), one.get_state_display()),
                ("starts_on", _("From"), one.starts_on),
                ("ends_on", _("Until"), one.ends_on),
                ("end_reason", _("Why it ended"), one.end_reason),
                ("extend_reason", _("Why it lasts longer"), one.extend_reason),
            ],
            state=one.state,
        )
        for one in Assignment.objects.filter(application__person=person).select_related(
            "role"
        )
    ]


def shifts_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            place.shift.role,
            [
                ("starts_at", _("Starts at"), place.shift.starts_at),
                ("place", _("Place"), str(place.shift.place)),
                ("taken_at", _("Taken at"), place.taken_at),
            ],
        )
        for place in ShiftPlace.objects.filter(
            assignment__application__person=person
        ).select_related("shift__role")
    ]


def hours_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            one.assignment.role,
            [
                ("day", _("Day"), one.day),
                ("hours", _("Hours"), one.hours),
                ("what", _("What you did"), one.what),
                ("state", _("State"), one.get_state_display()),
                ("returned_word", _("Why it was returned"), one.returned_word),
            ],
            state=one.state,
        )
        for one in HourEntry.objects.filter(
            assignment__application__person=person
        ).select_related("assignment__role")
    ]


def wishes_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            one.get_kind_display(),
            [
                ("asked_at", _("Asked at"), one.asked_at),
                ("note", _("Your word on it"), one.note),
                ("settled_at", _("Settled at"), one.settled_at),
            ],
            kind=one.kind,
        )
        for one in DutyWish.objects.filter(application__person=person)
    ]


def cards_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            _("Volunteer card"),
            [
                ("issued_on", _("Issued on"), one.issued_on),
                ("valid_until", _("Valid until"), one.valid_until),
                ("withdrawn_at", _("Withdrawn at"), one.withdrawn_at),
            ],
        )
        for one in VolunteerCard.objects.filter(application__person=person)
    ]


def notes_on(person: Person) -> list[HeldRecord]:
    """What staff wrote about her; without the names of who wrote it."""
    reviews = Review.objects.filter(application__person=person).prefetch_related(
        "scores__criterion"
    )
    sheets = (
        InterviewSheet.objects.filter(interview__application__person=person)
        .select_related("interview__slot")
        .prefetch_related("scores__criterion")
    )
    return [
        *(
            tell(
                _("Review"),
                [
                    ("updated_at", _("Written at"), one.updated_at),
                    (
                        "recommendation",
                        _("Recommendation"),
                        one.get_recommendation_display(),
                    ),
                    ("note", _("Note"), one.note),
                    *(
                        (
                            f"score_{score.criterion_id}",
                            str(score.criterion),
                            score.score,
                        )
                        for score in one.scores.all()
                    ),
                ],
                recommendation=one.recommendation,
            )
            for one in reviews
        ),
        *decisions_on(person),
        *(
            tell(
                _("Interview"),
                [
                    ("starts_at", _("Starts at"), one.interview.slot.starts_at),
                    (
                        "recommendation",
                        _("Recommendation"),
                        one.get_recommendation_display(),
                    ),
                    ("note", _("Note"), one.note),
                    *(
                        (
                            f"score_{score.criterion_id}",
                            str(score.criterion),
                            score.score,
                        )
                        for score in one.scores.all()
                    ),
                ],
                recommendation=one.recommendation,
            )
            for one in sheets
        ),
    ]


def questions_to(person: Person) -> list[HeldRecord]:
    return [
        tell(
            _("What we asked you"),
            [
                ("asked_at", _("Asked at"), one.asked_at),
                ("words", _("What we asked"), one.words),
                ("answer_by", _("Answer until"), one.answer_by),
                ("answered_at", _("Answered at"), one.answered_at),
                ("earlier", _("What you had answered before"), earlier_in_words(one)),
            ],
            part=one.part,
        )
        for one in InformationRequest.objects.filter(application__person=person)
    ]


def earlier_in_words(asked: InformationRequest) -> str:
    rows = json.loads(asked.earlier) if asked.earlier else []
    return "; ".join(f"{label}: {answer}" for label, answer in rows if answer)


def decisions_on(person: Person) -> list[HeldRecord]:
    return [
        tell(
            _("Decision"),
            [
                ("decided_at", _("Decided at"), one.decided_at),
                ("event", _("Decision"), one.get_event_display()),
                ("reason", _("Reason"), one.get_reason_display()),
                ("note", _("Note"), one.note),
                ("undone_at", _("Undone at"), one.undone_at),
                ("undo_reason", _("Why it was undone"), one.undo_reason),
            ],
            event=one.event,
            reason=one.reason,
        )
        for one in Decision.objects.filter(application__person=person)
    ]


def register_holdings() -> None:
    for holding in (
        Holding(
            "volunteers.applications",
            _("Applications"),
            applications_of,
            (Application, ApplicationArea, ApplicationFile, VolunteerAgreement),
        ),
        Holding(
            "volunteers.drafts",
            _("Applications begun and not sent"),
            drafts_held_on,
            (ApplicationDraft,),
        ),
        Holding(
            "volunteers.documents",
            _("Documents you showed"),
            documents_of,
            (ShownDocument,),
        ),
        Holding(
            "volunteers.questions",
            _("What we asked you later"),
            questions_to,
            (InformationRequest,),
        ),
        Holding("volunteers.interviews", _("Interviews"), interviews_of, (Interview,)),
        Holding("volunteers.trainings", _("Trainings"), trainings_of, (Enrollment,)),
        Holding(
            "volunteers.completions",
            _("Completed trainings"),
            completed_by,
            (Completion, SessionWait),
        ),
        Holding("volunteers.roles", _("Roles"), roles_of, (Assignment,)),
        Holding("volunteers.shifts", _("Shifts"), shifts_of, (ShiftPlace,)),
        Holding("volunteers.hours", _("Hours given"), hours_of, (HourEntry,)),
        Holding("volunteers.wishes", _("What you asked for"), wishes_of, (DutyWish,)),
        Holding("volunteers.cards", _("Volunteer cards"), cards_of, (VolunteerCard,)),
        Holding(
            "volunteers.notes",
            _("What reviewers and interviewers noted"),
            notes_on,
            (
                Review,
                ReviewAssignment,
                ReviewScore,
                InterviewSheet,
                InterviewScore,
                Decision,
            ),
            at_once=False,
        ),
    ):
        register_holding(holding)
