"""One woman with a trace of her in every field that can hold one.

Each word is hers alone, so that finding it anywhere means that she was found.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from language.turkish import fold_tr, tr_sort_key
from messaging.domain.outbox import queue_message
from messaging.domain.routes import mark_route_broken
from messaging.enums import Route, StateReason
from messaging.tasks import send_new_links
from people.domain.access import note_access
from people.domain.consents import withdraw_consent
from people.domain.defaults import install_defaults
from people.enums import AccessKind, ContactChannel, EntryChannel
from people.models import ConsentPurpose, Person
from people.roles import StaffRole
from people.sealing import seal
from programs.domain import meetings
from programs.domain.admission import register_party
from programs.domain.party import EmergencyContact, Guest
from programs.domain.registrations import cancel_registration, remove_registration
from programs.domain.results import confirm_results, revoke_certificate
from programs.enums import ActivityKind, MeetingDecline, MeetingState, MemberKind
from programs.models import MeetingRequest, Registration
from tests.factories.courses import close_all, make_course, move_back
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    activity_of,
    at_ten,
)
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AreaFactory,
    CallFactory,
    CriterionFactory,
    ModuleFactory,
    QuestionFactory,
    RoleFactory,
    SessionFactory,
    ShiftFactory,
    SlotFactory,
    in_days,
)
from tests.volunteers.forms_data import fill_in, step_data
from volunteers.domain import (
    applications,
    attendance,
    completions,
    hours,
    information,
    interviews,
    papers,
    reviews,
    roles,
    seats,
    shifts,
    wishes,
)
from volunteers.enums import (
    Attendance,
    InformationPart,
    QuestionKind,
    Recommendation,
    WishKind,
)
from volunteers.models import Application, TrainingSession

GIVEN, FAMILY = "Zümrütsu", "Kızılçınar"
EMAIL, OLD_EMAIL = "zumrutsu@kizilcinar.example", "eskizumrut@kizilcinar.example"
PHONE, TYPED_PHONE = "+905321119988", "0532 111 99 88"
OLD_PHONE = "+905321119977"
EMERGENCY_PHONE = "+905321119966"
BORN = date(1987, 3, 9)

#: Where -> the word that only stands there.
WORDS = {
    "neighborhood": "Fıstıkçeşme",
    "skills": "keçeiğneleme",
    "occupation": "cambazlık",
    "motivation": "yıldızbahçesi",
    "answer": "kuşkonmazlı",
    "file": "pelikanbelgesi",
    "other times": "salyangozgünü",
    "review note": "çakıltaşıyorum",
    "interview note": "göktürkmavisi",
    "undo reason": "yanlışbasılmış",
    "question to her": "merakettiğimizşey",
    "note of the decision": "kararnotucuğumuz",
    "issuer": "Gülhatmişöleni",
    "issuer number": "belgenumarasıyüz",
    "end of role": "taşınmışmış",
    "hours given": "pankartboyadım",
    "hours returned": "birdahayazarmısınız",
    "wish": "sınavhaftamvar",
    "child": "Poyrazcan",
    "companion": "Lalegül",
    "emergency": "Ablasıgüneş",
    "override": "istisnalıyolcu",
    "end note": "hastalanmışkendisi",
    "removal note": "başkaşehirde",
    "course note": "heykeltıraşçırak",
    "why revoked": "karışmışbelgeler",
    "access reason": "telefonlasordu",
    "message": "özelcümlecik",
    "calendar": "takvimnotuylu",
    "meeting neighborhood": "Lalebahçesi",
    "meeting address": "morkapılıev",
    "meeting note": "kışakalsındedi",
}


@dataclass(frozen=True, slots=True)
class Trace:
    person: Person
    #: what it is -> each way it may be written
    marks: dict[str, tuple[str, ...]]
    manager: User


def marks() -> dict[str, tuple[str, ...]]:
    words = {"given name": GIVEN, "family name": FAMILY, **WORDS}
    written = {name: (word, fold_tr(word)) for name, word in words.items()}
    written["sort key"] = (tr_sort_key(FAMILY),)
    for name, address in (
        ("email", EMAIL),
        ("old email", OLD_EMAIL),
        ("phone", PHONE),
        ("emergency phone", EMERGENCY_PHONE),
    ):
        digest = hashlib.sha256(address.encode()).hexdigest()
        written[name] = (address, digest, address.removeprefix("+90"))
    written["birth date"] = ("1987-03-09", "09.03.1987", "9 Mart 1987")
    written["needs"] = ("wheelchair,sign_language",)
    written["typed phone"] = (TYPED_PHONE,)
    return written


def live_a_whole_life(browser: Client) -> Trace:
    """From the public form to a role and two trips, with everything said on the way."""
    install_defaults()
    manager = make_staff(StaffRole.MANAGER, "whole-life-manager")
    application = _apply(browser)
    person = application.person
    _volunteer(application, manager)
    _travel(person, manager)
    _meet(person, manager)
    _learn(person, manager)
    _correspond(person, manager)
    _begin_another_form(application.call)
    return Trace(Person.objects.get(pk=person.pk), marks(), manager)


def _apply(browser: Client) -> Application:
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module], areas=[AreaFactory()])
    CriterionFactory(call=call)
    QuestionFactory(call=call, key="soru", kind=QuestionKind.LONG_TEXT)
    QuestionFactory(call=call, key="belge", kind=QuestionKind.FILE)
    data = step_data(call)
    data["kisi"] |= {
        "given_name": GIVEN,
        "family_name": FAMILY,
        "birth_date_day": "9",
        "birth_date_month": "3",
        "birth_date_year": "1987",
        "phone": OLD_PHONE,
        "email": OLD_EMAIL,
        "neighborhood": WORDS["neighborhood"],
    }
    data["alanlar"] |= {"skills": WORDS["skills"], "occupation": WORDS["occupation"]}
    data["zaman"] |= {
        "motivation": f"{WORDS['motivation']} diyerek yıllardır beklediğim bir şey bu.",
    }
    data["sorular"] = {"question_soru": WORDS["answer"], "question_belge": pdf()}
    data["onay"] |= {
        "consent_news_email": "on",
        "consent_photo_publish": "on",
    }
    steps = ("kisi", "alanlar", "zaman", "sorular", "onay", "kontrol")
    fill_in(browser, call, steps=steps, **data)
    return Application.objects.get(call=call)


def pdf() -> SimpleUploadedFile:
    content = f"%PDF-1.4\n% {WORDS['file']}\n%%EOF\n".encode()
    return SimpleUploadedFile(f"{GIVEN} {FAMILY}.pdf", content, "application/pdf")


def _volunteer(application: Application, by: User) -> None:
    call, person = application.call, application.person
    slot = SlotFactory(call=call)
    applications.start_screening(application, by=by)
    reviews.save_review(
        application,
        scores={call.criteria.get().pk: 4},
        recommendation=Recommendation.ACCEPT,
        note=WORDS["review note"],
        by=by,
    )
    information.ask_information(
        application,
        part=InformationPart.TIME,
        words=WORDS["question to her"],
        by=by,
    )
    information.answer_information(application, changes={"weekly_hours": "more"})
    interviews.invite_to_interview(application, by=by)
    interviews.ask_for_other_times(application, note=WORDS["other times"])
    interviews.book_interview(application, slot=slot)
    interviews.record_interview(
        application,
        recommendation=Recommendation.ACCEPT,
        note=WORDS["interview note"],
        by=by,
        now=slot.starts_at + timedelta(hours=1),
    )
    applications.accept_application(
        application, by=by, reason="fits", note=WORDS["note of the decision"]
    )
    applications.undo_decision(application, reason=WORDS["undo reason"], by=by)
    applications.accept_application(application, by=by)
    session = SessionFactory(module=call.required_trainings.get())
    seat = seats.enroll_in_session(application, session=session)
    TrainingSession.objects.filter(pk=session.pk).update(
        starts_at=in_days(-1), ends_at=in_days(-1) + timedelta(hours=3)
    )
    session.refresh_from_db()
    attendance.record_attendance(session, marks={seat.pk: Attendance.PRESENT}, by=by)
    attendance.close_sheet(session, by=by)
    completions.accept_certificate(
        application,
        module=ModuleFactory(),
        issuer=WORDS["issuer"],
        issuer_number=WORDS["issuer number"],
        issued_on=timezone.localdate(),
        by=by,
    )
    roles.sign_agreement(
        application, version="2026-1", signed_on=timezone.localdate(), by=by
    )
    for ends in (True, False):
        assignment = roles.assign_role(
            application, role=RoleFactory(), starts_on=timezone.localdate(), by=by
        )
        entry = hours.log_hours(
            assignment,
            day=timezone.localdate(),
            quarters=6,
            what=WORDS["hours given"],
        )
        if ends:
            roles.end_assignment(assignment, reason=WORDS["end of role"], by=by)
    hours.return_hours(entry, word=WORDS["hours returned"], by=by)
    shift = ShiftFactory(role=assignment.role)
    shifts.take_shift(assignment, shift=shift)
    wishes.ask_for(
        application, WishKind.PAUSE, assignment=assignment, note=WORDS["wish"]
    )
    papers.issue_card(
        application, valid_until=timezone.localdate() + timedelta(days=90), by=by
    )
    withdraw_consent(
        person,
        purpose=ConsentPurpose.objects.get(key="photo_publish"),
        entered_through=EntryChannel.PHONE,
    )


def _travel(person: Person, by: User) -> None:
    """One trip to come, one given up, one that staff took away, one long ago."""
    activity = ActivityFactory(companion_allowed=True)
    trips = [
        OccurrenceFactory(activity=activity, starts_at=at_ten(days))
        for days in (14, 15, 16, 17)
    ]
    made = [_register(person, trip, by) for trip in trips]
    cancel_registration(made[1], by=by, note=WORDS["end note"])
    remove_registration(made[2], note=WORDS["removal note"], by=by)
    long_ago = timezone.now() - timedelta(days=200)
    type(trips[3]).objects.filter(pk=trips[3].pk).update(
        starts_at=long_ago,
        ends_at=long_ago + timedelta(hours=2),
        registration_opens_at=long_ago - timedelta(days=20),
        registration_closes_at=long_ago - timedelta(days=5),
        cancel_until=long_ago - timedelta(days=1),
    )


def _meet(person: Person, by: User) -> None:
    """One meeting at her home, and one that was declined."""
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    asked = {
        "activity": activity,
        "person": person,
        "district": "karabaglar",
        "neighborhood": WORDS["meeting neighborhood"],
        "women": 8,
        "days": ["tue"],
        "day_part": "afternoon",
        "channel": EntryChannel.WEB,
    }
    meetings.decline_meeting(
        MeetingRequest.objects.create(**asked),
        reason=MeetingDecline.NO_DATE,
        note=WORDS["meeting note"],
        by=by,
    )
    at_home = MeetingRequest.objects.create(
        **asked,
        state=MeetingState.PLANNED,
        occurrence=OccurrenceFactory(activity=activity, invitation="bu-eve"),
        settled_at=timezone.now(),
    )
    meetings.note_address(at_home, address=WORDS["meeting address"], by=by)


def _learn(person: Person, by: User) -> None:
    """A course she completed otherwise than the rule says; its paper was revoked."""
    run = make_course(sessions=1)
    registration = register_party(
        occurrence=run, person=person, party=[], channel=EntryChannel.PHONE, by=by
    ).registration
    run = move_back(run, 20)
    close_all(run, ["M"])
    confirm_results(run, completed=[registration.pk], note=WORDS["course note"], by=by)
    revoke_certificate(registration, reason=WORDS["why revoked"], by=by)


def _register(person: Person, trip: Any, by: User) -> Registration:
    point = BoardingPointFactory(occurrence=trip, boards_at=time(9, 15))
    return register_party(
        occurrence=trip,
        person=person,
        party=[
            Guest(
                kind=MemberKind.CHILD,
                given_name=WORDS["child"],
                birth_year=timezone.localdate().year - 6,
            ),
            Guest(kind=MemberKind.COMPANION, given_name=WORDS["companion"]),
        ],
        boarding_point=point,
        channel=EntryChannel.PHONE,
        by=by,
        emergency=EmergencyContact(name=WORDS["emergency"], phone=EMERGENCY_PHONE),
        access_needs=["wheelchair", "sign_language"],
        override_note=WORDS["override"],
    ).registration


def _correspond(person: Person, by: User) -> None:
    """Staff edit and open her record, messages leave and wait, an address breaks."""
    mark_route_broken(person, route=Route.EMAIL, reason=StateReason.ADDRESS_REFUSED)
    office = Client()
    office.force_login(by)
    answer = office.post(
        reverse("people_person:edit", args=[person.pk]),
        {
            "given_name": GIVEN,
            "family_name": FAMILY,
            "birth_date": BORN.isoformat(),
            "language": "tr",
            "district": "bornova",
            "neighborhood": WORDS["neighborhood"],
            "phone": PHONE,
            "email": EMAIL,
            "contact_channel": ContactChannel.EMAIL,
            "safe_time": "evening",
            "may_leave_message": "on",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    person.refresh_from_db()
    mark_route_broken(person, route=Route.EMAIL, reason=StateReason.MAILBOX_FULL)
    note_access(
        by=by,
        kind=AccessKind.VIEW,
        persons=[person.pk],
        about=person,
        reason=WORDS["access reason"],
    )
    for number, template in enumerate(("volunteers.received", "volunteers.received")):
        queue_message(
            person,
            template=template,
            key=f"whole-life:{number}",
            about=person,
            values={"code": WORDS["message"]},
            link_path=f"/basvurum/{WORDS['message']}/",
            calendar=f"BEGIN:VCALENDAR\nSUMMARY:{WORDS['calendar']}\nEND:VCALENDAR",
        )
    DBTaskResult.objects.create(
        args_kwargs={"args": [seal(person.email)], "kwargs": {}},
        task_path=send_new_links.module_path,
        run_after=timezone.now(),
        backend_name="default",
        exception_class_path="",
        traceback="",
    )


def _begin_another_form(call: Any) -> None:
    """A second visit that she broke off, in another browser."""
    data = step_data(call)["kisi"] | {
        "given_name": GIVEN,
        "family_name": FAMILY,
        "phone": TYPED_PHONE,
        "email": EMAIL,
    }
    fill_in(Client(), call, until="kisi", kisi=data)
