"""Staff's screens on shifts, hours, wishes and papers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AssignmentFactory,
    HourEntryFactory,
    RoleFactory,
    ShiftFactory,
)
from volunteers.domain.papers import (
    card_in_use,
    install_first_text,
    issue_card,
    publish_agreement_text,
    valid_card,
)
from volunteers.domain.wishes import ask_for
from volunteers.enums import Duty, HoursState, WishKind
from volunteers.models import (
    AgreementText,
    CallMember,
    HourEntry,
    Shift,
    ShiftPlace,
    VolunteerCard,
)
from volunteers.service_exceptions import FitNote

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_staff(StaffRole.MANAGER)
    client.force_login(user)
    return user


@pytest.fixture
def duty():
    return AssignmentFactory(
        application=ApplicationFactory(
            state="on_duty",
            person=PersonFactory(given_name="Işıl", family_name="Çağlayan"),
        ),
        starts_on=timezone.localdate() - timedelta(days=5),
    )


def url(name, *args):
    return reverse(name, args=args)


def test_shift_page_puts_her_in_and_takes_her_out(client, staff, duty):
    shift = ShiftFactory(role=duty.role)
    page = url("volunteers_shift:inspect", shift.pk)
    assert "Çağlayan" in client.get(page).content.decode()
    assert AccessRecord.objects.filter(person=duty.application.person).exists()

    client.post(url("volunteers_shift:put", shift.pk), {"assignment": duty.pk})
    place = ShiftPlace.objects.get()
    client.post(url("volunteers_shift:take_out", shift.pk, place.pk))

    assert not ShiftPlace.objects.exists()


@pytest.mark.parametrize("asked", ["", "x", "999999"])
def test_who_is_not_there_is_not_put_in(client, staff, duty, asked):
    shift = ShiftFactory(role=duty.role)

    answer = client.post(url("volunteers_shift:put", shift.pk), {"assignment": asked})

    assert answer.status_code == 404


def test_shifts_are_made_and_a_taken_one_keeps_its_time(client, staff, duty):
    data = {
        "role": duty.role_id,
        "starts_at": "2027-01-09 10:00",
        "ends_at": "2027-01-09 12:00",
        "place_tr": "Kültürpark",
        "place_en": "Kültürpark",
        "places": "2",
        "note_tr": "",
        "note_en": "",
    }
    client.post(url("volunteers_shift:add"), data)
    shift = Shift.objects.get()
    ShiftPlace.objects.create(assignment=duty, shift=shift)

    again = client.post(
        url("volunteers_shift:edit", shift.pk), {**data, "ends_at": "2027-01-09 13:00"}
    )

    assert again.status_code == 200
    before = shift.ends_at
    shift.refresh_from_db()
    assert shift.ends_at == before
    client.post(url("volunteers_shift:delete", shift.pk))
    assert Shift.objects.exists()


def test_hours_are_approved_together(client, staff, duty):
    entries = HourEntryFactory.create_batch(3, assignment=duty)
    waiting = url("volunteers_hours:waiting")
    assert client.get(waiting).content.decode().count('name="entry"') == 3

    client.post(waiting, {"entry": [entries[0].pk, entries[1].pk, "x"]})

    assert HourEntry.objects.filter(state=HoursState.APPROVED).count() == 2


def test_hours_are_returned_with_a_word(client, staff, duty):
    entry = HourEntryFactory(assignment=duty)
    page = url("volunteers_hours:return", entry.pk)
    assert client.get(page).status_code == 200

    client.post(page, {"word": "Hangi salon?"})

    entry.refresh_from_db()
    assert (entry.state, entry.returned_word) == (HoursState.RETURNED, "Hangi salon?")


def noted(**changed):
    """What staff write of an hour and a half today."""
    day = timezone.localdate().isoformat()
    return {"day": day, "hours": "1", "minutes": "30", "what": "Kayıt masası"} | changed


def test_hours_are_noted_for_her_and_count_at_once(client, staff, duty):
    page = url("volunteers_assignment:note_hours", duty.pk)
    assert (
        page
        in client.get(
            url("volunteers_application:inspect", duty.application_id)
        ).content.decode()
    )
    asked = client.get(page).content.decode()

    answer = client.post(page, noted(), follow=True)

    entry = HourEntry.objects.get()
    assert "Çağlayan" in asked
    assert (entry.state, entry.quarters) == (HoursState.APPROVED, 6)
    assert (entry.settled_by, entry.what) == (staff, "Kayıt masası")
    history = answer.context["history"][0]
    assert (history.action, history.user) == ("volunteers.hours.log", staff)
    assert "Kayıt masası" not in str(history.data)
    assert "1,5" in answer.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"hours": "0", "minutes": "0"},
        {"hours": "24", "minutes": "15"},
        {"day": "2020-01-01"},
        {"what": " "},
    ],
    ids=str,
)
def test_what_cannot_be_is_not_noted_and_stays_in_the_form(
    client, staff, duty, changed
):
    page = url("volunteers_assignment:note_hours", duty.pk)

    answer = client.post(page, noted(**changed))

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not HourEntry.objects.exists()


def test_hours_of_others_are_not_noted(client, duty):
    """Nor by who sees her; the verb asks as the page does."""
    page = url("volunteers_assignment:note_hours", duty.pk)
    for role, status in ((StaffRole.TRAINING, 302), (StaffRole.TRIPS, 302)):
        client.force_login(make_staff(role))
        assert client.post(page, noted()).status_code == status
    member = make_staff(StaffRole.INTERVIEWER)
    CallMember.objects.create(
        call=AssignmentFactory().application.call, user=member, duty=Duty.COORDINATOR
    )
    client.force_login(member)

    assert client.post(page, noted()).status_code == 404
    assert not HourEntry.objects.exists()


def test_totals_between_two_days(client, staff, duty):
    today = timezone.localdate()
    for days in (0, 3):
        HourEntryFactory(
            assignment=duty,
            day=today - timedelta(days=days),
            state=HoursState.APPROVED,
            settled_at=timezone.now(),
        )
    totals = url("volunteers_hours:totals")

    assert client.get(totals).context["total"] == 3
    some = client.get(totals, {"first": (today - timedelta(days=1)).isoformat()})
    assert float(some.context["total"]) == 1.5


def test_a_supervisor_sees_the_hours_of_her_volunteers_only(client, duty):
    other = AssignmentFactory(application__state="on_duty")
    user = make_staff(StaffRole.INTERVIEWER)
    for one in (duty, other):
        CallMember.objects.create(
            call=one.application.call, user=user, duty=Duty.SUPERVISOR
        )
        HourEntryFactory(assignment=one)
    duty.supervisor = user
    duty.save()
    client.force_login(user)

    shown = client.get(url("volunteers_hours:waiting"))
    seen = [one.assignment for one in shown.context["rows"]]
    hidden = HourEntry.objects.get(assignment=other)
    client.post(url("volunteers_hours:waiting"), {"entry": [hidden.pk]})

    assert seen == [duty]
    hidden.refresh_from_db()
    assert hidden.state == HoursState.LOGGED
    assert client.get(url("volunteers_hours:return", hidden.pk)).status_code == 404


def test_who_sees_no_assignments_sees_no_hours(client, duty):
    client.force_login(make_staff(StaffRole.TRIPS))

    for name in ("waiting", "totals", "index"):
        page = client.get(url(f"volunteers_hours:{name}"))
        assert page.status_code in (302, 403), name


def test_wishes_are_carried_out_with_one_press(client, staff, duty):
    wish = ask_for(duty.application, WishKind.PAUSE, assignment=duty)
    home = client.get(url("wagtailadmin_home")).content.decode()
    assert url("volunteers_wish:index") in home
    assert "Çağlayan" in client.get(url("volunteers_wish:index")).content.decode()

    client.post(url("volunteers_wish:carry_out", wish.pk))

    duty.refresh_from_db()
    assert duty.state == "paused"
    assert "Çağlayan" not in client.get(url("volunteers_wish:index")).content.decode()


def test_agreement_is_signed_in_a_version_from_the_list(client, staff):
    body = {"tr": "Gizliliğe uyarım.", "en": "I keep confidences."}
    text = AgreementText.objects.create(version="2027-1", body=body)
    client.post(url("volunteers_agreementtext:publish", text.pk))
    application = ApplicationFactory(state="trained")
    sheet = client.get(url("volunteers_application:print_agreement", application.pk))
    page = client.get(url("volunteers_application:sign_agreement", application.pk))

    assert "Gizliliğe uyarım." in sheet.content.decode()
    assert '<option value="2027-1"' in page.content.decode()
    edit = client.get(url("volunteers_agreementtext:edit", text.pk))
    assert edit.status_code == 302


def test_reference_tells_the_figures_and_the_print_is_noted(client, staff, duty):
    HourEntryFactory(
        assignment=duty, state=HoursState.APPROVED, settled_at=timezone.now()
    )

    sheet = client.get(
        url("volunteers_application:print_reference", duty.application_id)
    ).content.decode()

    assert "Çağlayan" in sheet
    assert "1,5" in sheet
    assert AccessRecord.objects.filter(kind="print").exists()


def test_card_is_issued_and_printed_with_its_code(client, staff, duty):
    until = timezone.localdate() + timedelta(days=60)
    issue = url("volunteers_application:issue_card", duty.application_id)
    client.post(issue, {"valid_until": until.isoformat()})

    page = url("volunteers_application:print_card", duty.application_id)
    assert "<svg" in client.get(page).content.decode()


def test_card_is_taken_back_once_somebody_was_asked(client, staff, duty):
    until = timezone.localdate() + timedelta(days=60)
    card = issue_card(duty.application, valid_until=until, by=staff)
    page = url("volunteers_application:withdraw_card", duty.application_id)
    record = url("volunteers_application:inspect", duty.application_id)
    assert page in client.get(record).content.decode()
    asked = client.get(page)
    assert f'value="{card.pk}"' in asked.content.decode()
    assert valid_card(card.code)

    answer = client.post(page, {"card": card.pk}, follow=True)

    assert valid_card(card.code) is None
    history = answer.context["history"][0]
    assert (history.action, history.user) == ("volunteers.card.withdraw", staff)
    assert page not in answer.content.decode()
    assert client.get(page).status_code == 302


def test_a_card_issued_meanwhile_stays(client, staff, duty):
    until = timezone.localdate() + timedelta(days=60)
    old = issue_card(duty.application, valid_until=until, by=staff)
    page = url("volunteers_application:withdraw_card", duty.application_id)
    client.get(page)
    new = issue_card(duty.application, valid_until=until, by=staff)

    answer = client.post(page, {"card": old.pk})

    assert answer.context["form"].non_field_errors()
    assert card_in_use(duty.application) == new


def test_who_gives_no_roles_takes_no_card_back(client, duty):
    until = timezone.localdate() + timedelta(days=60)
    card = issue_card(
        duty.application, valid_until=until, by=make_staff(StaffRole.MANAGER)
    )
    client.force_login(make_staff(StaffRole.TRAINING))

    client.post(
        url("volunteers_application:withdraw_card", duty.application_id),
        {"card": card.pk},
    )

    assert not VolunteerCard.objects.filter(withdrawn_at__isnull=False).exists()


def test_next_text_begins_with_the_newest_and_is_published_from_its_page(client, staff):
    install_first_text()
    first = AgreementText.objects.get()
    asked = client.get(url("volunteers_agreementtext:add")).context["form"]
    assert asked.initial["version"] == first.version.replace("-1", "-2")
    body = {code: str(text) for code, text in first.body.items()}

    answer = client.post(
        url("volunteers_agreementtext:add"),
        {
            "version": asked.initial["version"],
            "body_tr": f"{body['tr']}\n\n10. Ek.",
            "body_en": body["en"],
        },
    )

    draft = AgreementText.objects.get(published_at=None)
    assert answer.url == url("volunteers_agreementtext:edit", draft.pk)
    publish = url("volunteers_agreementtext:publish", draft.pk)
    assert publish in client.get(answer.url).content.decode()
    client.post(publish)
    assert AgreementText.objects.published()[0] == draft


def test_who_gives_no_roles_prints_no_letter(client, duty):
    issue_card(
        duty.application,
        valid_until=timezone.localdate(),
        by=make_staff(StaffRole.MANAGER),
    )
    client.force_login(make_staff(StaffRole.TRAINING))

    for name in ("print_reference", "print_card"):
        page = client.get(url(f"volunteers_application:{name}", duty.application_id))
        assert page.status_code == 404


def test_roles_for_one_volunteer_with_why_not(client, staff, duty):
    AgreementFactory(application=duty.application)
    fits = RoleFactory(area=duty.application.call.areas.all()[0])
    closed = duty.role

    page = client.get(url("volunteers_application:roles", duty.application_id))

    rows = dict(page.context["rows"])
    assert rows[fits].is_possible
    assert FitNote.AREA_WANTED in [one.reason for one in rows[fits].suits]
    assert not rows[closed].is_possible


@pytest.mark.parametrize("name", ["waiting", "totals", "index"])
def test_queries_do_not_grow_with_hours(client, staff, duty, name):
    def queries():
        AccessRecord.objects.all().delete()
        with CaptureQueriesContext(connection) as counted:
            client.get(url(f"volunteers_hours:{name}"))
        return len(counted)

    def add(number):
        for _time in range(number):
            one = AssignmentFactory(application__state="on_duty")
            HourEntryFactory(assignment=one)
            HourEntryFactory(
                assignment=one, state=HoursState.APPROVED, settled_at=timezone.now()
            )

    add(1)
    queries()
    few = queries()
    add(29)

    assert queries() <= few


def test_published_text_is_in_the_list(client, staff):
    text = AgreementText.objects.create(
        version="2027-1", body={"tr": "Metin", "en": "Text"}
    )
    publish_agreement_text(text, by=staff)

    assert (
        "2027-1" in client.get(url("volunteers_agreementtext:index")).content.decode()
    )
