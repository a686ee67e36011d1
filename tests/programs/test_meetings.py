"""Meetings that neighborhoods ask for, from the form to the address that is deleted."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.domain.erasure import erase_person
from people.domain.retention import apply_retention
from people.enums import EntryChannel, ErasureReason
from people.exceptions import Refusal
from people.holdings import held_on
from people.roles import StaffRole
from programs.domain.meetings import (
    ask_for_meeting,
    decline_meeting,
    note_address,
    plan_meeting,
    withdraw_meeting,
)
from programs.domain.occurrences import cancel_occurrence
from programs.domain.queries import coming_cards
from programs.enums import (
    ActivityKind,
    Duty,
    MeetingDecline,
    MeetingRefusal,
    MeetingState,
)
from programs.enums import RegistrationState as State
from programs.models import (
    MeetingRequest,
    MeetingTopic,
    Occurrence,
    ProgramTeamMember,
    Registration,
)
from tests.factories.programs import activity_of, ask_meeting, at_ten, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "Limontepe, Akasya Sokak, mavi kapı"


@pytest.fixture
def trips():
    install_defaults()
    return make_staff(StaffRole.TRIPS)


def plan(request: MeetingRequest, by, **changes) -> Occurrence:
    values = {
        "starts_at": at_ten(12),
        "ends_at": at_ten(12) + timedelta(hours=2),
        "places": 9,
    }
    return plan_meeting(request, **{**values, **changes}, by=by)


# --- asking ---------------------------------------------------------------------


def test_she_asks_on_one_page_and_checks(tr):
    install_defaults()
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    topic = MeetingTopic.objects.create(name="Yurttaşlık hakları")
    url = f"/istek/{activity.pk}/"
    step = f"AskForMeetingView-{activity.pk}-current_step"
    page = tr.get(f"{url}istek/").content.decode()
    assert "Size hangi günler uyar?" in page and "Yurttaşlık hakları" in page

    checked = tr.post(
        f"{url}istek/",
        {
            step: "istek",
            "istek-given_name": "İpek",
            "istek-family_name": "Öztürk",
            "istek-birth_date_day": "21",
            "istek-birth_date_month": "11",
            "istek-birth_date_year": "1990",
            "istek-district": "karabaglar",
            "istek-neighborhood": "Limontepe",
            "istek-women": "9",
            "istek-days": ["tue", "thu"],
            "istek-day_part": "afternoon",
            "istek-topics": [topic.pk],
            "istek-contact_channel": "email",
            "istek-email": "ipek@example.org",
        },
        follow=True,
    )
    words = checked.content.decode()
    assert "Salı, Perşembe" in words and "Yurttaşlık hakları" in words
    assert 'name="onay-website"' in words and "data-proof" in words
    assert not MeetingRequest.objects.exists()

    done = tr.post(f"{url}onay/", {step: "onay", "onay-notice_read": "on"})

    asked = MeetingRequest.objects.get()
    assert (asked.women, asked.days) == (9, ["tue", "thu"])
    assert list(asked.topics.all()) == [topic]
    assert asked.seems_automatic and asked.notice_receipt
    assert Message.objects.get().template == "programs.meeting_asked"
    own = tr.get(done["location"])
    assert "İsteğinizi aldık, tarih arıyoruz" in own.content.decode()
    assert own["Cache-Control"] == "no-store, private"


def test_the_notice_must_have_been_read(tr):
    activity = activity_of(ActivityKind.HOUSE_MEETING)

    tr.post(
        f"/istek/{activity.pk}/onay/",
        {f"AskForMeetingView-{activity.pk}-current_step": "onay"},
    )

    assert not MeetingRequest.objects.exists()


def test_only_such_meetings_can_be_asked_for(tr):
    workshop = activity_of(ActivityKind.WORKSHOP)

    with pytest.raises(Refusal) as refused:
        ask_meeting(workshop)

    assert refused.value.reason == MeetingRefusal.NOT_ASKED_FOR
    assert tr.get(f"/istek/{workshop.pk}/istek/").status_code == 404


def test_the_same_request_sent_twice_is_one():
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    first = ask_meeting(activity)
    MeetingRequest.objects.update(idempotency_key="bir-kez")

    second = ask_for_meeting(
        activity,
        person=None,
        wish=None,
        notice=None,
        channel=None,
        idempotency_key="bir-kez",
    )

    assert second.request == first.request and second.token != first.token


# --- answering ------------------------------------------------------------------


def test_a_planned_meeting_stands_on_no_list(tr, trips):
    asked = ask_meeting().request

    occurrence = plan(asked, trips)

    asked.refresh_from_db()
    assert (asked.state, asked.occurrence) == (MeetingState.PLANNED, occurrence)
    assert coming_cards() == []
    assert tr.get("/api/v1/occurrences/").json() == []
    assert tr.get(f"/api/v1/occurrences/{occurrence.pk}/").status_code == 404
    assert tr.get(f"/kayit/{occurrence.pk}/kimler/").status_code == 404
    # She who asked has a place, and is told twice: of the date and of her place.
    assert Registration.objects.get().person == asked.person
    assert set(Message.objects.values_list("template", flat=True)) == {
        "programs.meeting_asked",
        "programs.meeting_planned",
        "programs.confirmed",
    }
    for message in Message.objects.all():
        assert ADDRESS not in message.body


def test_whoever_has_the_link_registers(tr, trips):
    occurrence = plan(ask_meeting().request, trips)

    opened = tr.get(f"/davet/{occurrence.invitation}/", follow=True)

    assert opened.status_code == 200
    assert "Kimler geliyor?" in opened.content.decode()
    assert tr.get("/davet/yanlis/").status_code == 404
    assert register(occurrence, n=3).registration.state == State.CONFIRMED


def test_the_address_is_read_by_those_with_a_place_only(tr, trips):
    admitted_to = plan(ask_meeting().request, trips, places=2)
    asked = admitted_to.meeting_request
    note_address(asked, address=ADDRESS)
    placed = register(admitted_to, n=1)
    waiting = register(admitted_to, n=2)
    assert waiting.position == 1

    def shown(token: str) -> str:
        return html.unescape(tr.get(f"/kaydim/{token}/").content.decode())

    assert ADDRESS in shown(placed.token)
    assert ADDRESS not in shown(waiting.token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT host_address FROM programs_meetingrequest")
        assert ADDRESS not in cursor.fetchone()[0]


def test_she_writes_the_address_once_there_is_a_date(tr, trips):
    admission = ask_meeting()
    url = f"/istegim/{admission.token}/yer/"
    assert tr.get(url).status_code == 302
    with pytest.raises(Refusal):
        note_address(admission.request, address=ADDRESS)
    plan(admission.request, trips)

    tr.post(url, {"address": ADDRESS})

    page = html.unescape(tr.get(f"/istegim/{admission.token}/").content.decode())
    assert ADDRESS in page and "/davet/" in page
    logged = ModelLogEntry.objects.filter(action="programs.meeting.address").get()
    assert "Akasya" not in str(logged.data)


def test_a_declined_request_says_why(tr, trips):
    admission = ask_meeting()

    decline_meeting(
        admission.request, reason=MeetingDecline.NO_DATE, note="Kışa kaldı", by=trips
    )

    page = tr.get(f"/istegim/{admission.token}/").content.decode()
    assert str(MeetingDecline.NO_DATE.label) in page or "boş günümüz yok" in page
    assert "Kışa kaldı" not in page
    message = Message.objects.get(template="programs.meeting_declined")
    assert "boş günümüz yok" in message.body and "Kışa" not in message.body


def test_she_withdraws_it_herself(tr):
    admission = ask_meeting()
    url = f"/istegim/{admission.token}/vazgec/"
    assert "vazgeçiyor musunuz" in tr.get(url).content.decode()

    tr.post(url)

    admission.request.refresh_from_db()
    assert admission.request.state == MeetingState.WITHDRAWN
    assert tr.get(url).status_code == 302


def test_each_request_is_answered_once(trips):
    asked = ask_meeting().request
    plan(asked, trips)

    for verb in (
        lambda: withdraw_meeting(asked),
        lambda: decline_meeting(asked, reason=MeetingDecline.TOO_FAR, by=trips),
        lambda: plan(asked, trips),
    ):
        with pytest.raises(Refusal) as refused:
            verb()
        assert refused.value.reason == MeetingRefusal.MOVE_NOT_ALLOWED


def test_a_meeting_is_not_planned_in_the_past(trips):
    asked = ask_meeting().request

    with pytest.raises(Refusal) as refused:
        plan(asked, trips, starts_at=timezone.now() - timedelta(hours=1))

    assert refused.value.reason == MeetingRefusal.IN_THE_PAST
    assert not Occurrence.objects.exists()


def test_a_cancelled_meeting_tells_the_host_too(trips):
    occurrence = plan(ask_meeting().request, trips)

    cancel_occurrence(occurrence, note="Salgın", by=trips)

    assert Message.objects.filter(template="programs.occurrence_cancelled").exists()


def test_a_link_of_one_opens_no_page_of_the_other(tr, trips):
    admission = ask_meeting()
    admitted = register(plan(admission.request, trips), n=1)

    assert tr.get(f"/kaydim/{admission.token}/").status_code == 404
    assert tr.get(f"/istegim/{admitted.token}/").status_code == 404


# --- staff ----------------------------------------------------------------------


def test_staff_plan_and_decline_in_the_admin(tr, trips):
    first, second = ask_meeting().request, ask_meeting(n=1).request
    tr.force_login(trips)
    start = timezone.localtime(at_ten(12)).strftime("%d.%m.%Y %H:%M")

    tr.post(
        reverse("programs_meeting:plan", args=[first.pk]),
        {"starts_at": start, "hours": "2", "places": "9"},
    )
    tr.post(
        reverse("programs_meeting:decline", args=[second.pk]),
        {"reason": "too_few", "note": ""},
    )

    first.refresh_from_db(), second.refresh_from_db()
    assert first.state == MeetingState.PLANNED
    assert first.occurrence.starts_at == at_ten(12)
    assert second.state == MeetingState.DECLINED
    page = tr.get(reverse("programs_occurrence:inspect", args=[first.occurrence_id]))
    assert f"/davet/{first.occurrence.invitation}/" in page.content.decode()


def noted(activity, **changes):
    """What a clerk types while she is on the phone."""
    return {
        "activity": activity.pk,
        "given_name": "İpek",
        "family_name": "Öztürk",
        "birth_date_day": "21",
        "birth_date_month": "11",
        "birth_date_year": "1990",
        "district": "karabaglar",
        "neighborhood": "Limontepe",
        "women": "9",
        "days": ["tue"],
        "day_part": "morning",
        "contact_channel": "phone",
        "phone": "0500 000 00 07",
        "safe_time": "morning",
        "channel": "phone",
        "language": "tr",
        "notice_read": "on",
        "key": "bir-kez",
        **changes,
    }


def test_a_clerk_notes_a_request_that_came_by_phone(tr, trips):
    install_defaults()
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    tr.force_login(trips)
    url = reverse("programs_meeting:note")
    assert url in tr.get(reverse("programs_meeting:index")).content.decode()
    assert "Önce bunu kendisine okuyun" in tr.get(url).content.decode()

    answers = [tr.post(url, noted(activity)) for _twice in range(2)]

    asked = MeetingRequest.objects.get()
    own_page = reverse("programs_meeting:inspect", args=[asked.pk])
    assert [one.url for one in answers] == [own_page, own_page]
    assert (asked.channel, asked.entered_by) == (EntryChannel.PHONE, trips)
    assert asked.notice_receipt and not asked.seems_automatic
    assert asked.person.entered_by == trips
    assert ModelLogEntry.objects.get(action="programs.meeting.ask").user == trips
    page = tr.get(own_page).content.decode()
    assert "Limontepe" in page and str(asked.person.full_name) in page


def test_nothing_is_noted_unless_the_notice_was_read_and_all_is_there(tr, trips):
    install_defaults()
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    tr.force_login(trips)

    page = tr.post(
        reverse("programs_meeting:note"),
        noted(activity, notice_read="", women="1", channel="web"),
    ).content.decode()

    assert not MeetingRequest.objects.exists()
    assert "Önce aydınlatma metnini okuyun" in page
    assert "Buluşma için en az iki kadın gerekir" in page
    assert 'name="override_note"' not in page


def test_an_activity_of_another_team_is_not_offered(tr, trips):
    install_defaults()
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    ProgramTeamMember.objects.create(
        program=activity.program, user=make_staff(StaffRole.MANAGER), duty=Duty.DESK
    )
    tr.force_login(trips)
    url = reverse("programs_meeting:note")

    page = tr.get(url).content.decode()
    tr.post(url, noted(activity))

    assert "istenecek bir şey yok" in page
    assert not MeetingRequest.objects.exists()


def test_filters_find_what_fits(tr, trips):
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    ask_meeting(activity, neighborhood="Limontepe", days=["mon"])
    ask_meeting(activity, n=1, neighborhood="Uzundere", days=["tue", "fri"])
    tr.force_login(trips)
    url = reverse("programs_meeting:index")

    found = tr.get(url, {"day": "fri"}).content.decode()

    assert "Uzundere" in found and "Limontepe" not in found
    assert "Uzundere" not in tr.get(url, {"state": "declined"}).content.decode()


def test_thirty_requests_cost_as_much_as_one(tr, trips):
    activity = activity_of(ActivityKind.HOUSE_MEETING)
    tr.force_login(trips)
    url = reverse("programs_meeting:index")
    ask_meeting(activity)
    tr.get(url)
    counts = []
    for more in (0, 29):
        for n in range(more):
            ask_meeting(activity, n=n + 1)
        with CaptureQueriesContext(connection) as captured:
            tr.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [StaffRole.GUIDE, StaffRole.INTERVIEWER])
def test_others_see_no_request(client, role):
    asked = ask_meeting().request
    client.force_login(make_staff(role))

    for name, args in (
        ("index", []),
        ("note", []),
        ("inspect", [asked.pk]),
        ("plan", [asked.pk]),
    ):
        page = client.get(reverse(f"programs_meeting:{name}", args=args))
        assert page.status_code in (302, 403, 404), name


# --- afterwards -----------------------------------------------------------------


def test_the_address_goes_after_a_week_and_the_rest_after_ninety_days(trips):
    asked = plan(ask_meeting().request, trips).meeting_request
    note_address(asked, address=ADDRESS)

    def ago(days: int) -> None:
        at = timezone.now() - timedelta(days=days)
        Occurrence.objects.update(
            registration_opens_at=at - timedelta(days=9),
            registration_closes_at=at - timedelta(hours=5),
            cancel_until=at - timedelta(hours=5),
            starts_at=at - timedelta(hours=2),
            ends_at=at,
        )
        apply_retention()
        asked.refresh_from_db()

    ago(6)
    assert asked.host_address == ADDRESS
    ago(9)
    assert asked.host_address == "" and asked.neighborhood
    ago(92)
    assert (asked.neighborhood, asked.days) == ("", [])
    assert asked.anonymized_at and asked.district and asked.women


def test_what_nobody_answered_is_kept_for_a_year():
    install_defaults()
    asked = ask_meeting().request
    for days, is_known in ((300, True), (400, False)):
        MeetingRequest.objects.update(asked_at=timezone.now() - timedelta(days=days))
        apply_retention()
        asked.refresh_from_db()
        assert (asked.anonymized_at is None) == is_known, days


def test_she_reads_what_is_held_on_her():
    asked = ask_meeting().request

    told = {
        label: value
        for _holding, records in held_on(asked.person)
        for record in records
        for label, value in record.facts
    }

    assert "Limontepe, Karabağlar" in told.values()
    assert "9" in told.values()


def test_erasing_her_withdraws_and_empties_it(trips):
    asked = ask_meeting().request

    erase_person(asked.person, reason=ErasureReason.REQUEST, by=trips, end_first=True)

    asked.refresh_from_db()
    assert asked.state == MeetingState.WITHDRAWN
    assert (asked.neighborhood, asked.days) == ("", [])
