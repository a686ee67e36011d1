"""A data breach from the first hour to the end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from people.domain import breaches
from people.domain.access import note_access
from people.enums import AccessKind, BreachRefusal
from people.exceptions import Refusal
from people.models import Breach, BreachStep
from people.roles import StaffRole
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
REGISTER = "/yonetim/ihlal-kayitlari/"


@pytest.fixture
def officer(staff_user):
    return staff_user(StaffRole.PRIVACY, "gorevli")


@pytest.fixture
def opened(officer):
    def make(hours: float) -> Breach:
        return breaches.open_breach(
            what_happened="Liste yanlış adrese gitti",
            learned_at=timezone.now() - timedelta(hours=hours),
            categories=["contact"],
            by=officer,
        )

    return make


def test_open_breach_starts_the_72_hours(opened):
    breach = opened(41)

    assert breach.deadline - breach.learned_at == timedelta(hours=72)
    assert breach.clock_words == "Kurula bildirim için 30 saat kaldı"
    assert (breach.clock_kind, opened(50).clock_kind, opened(80).clock_kind) == (
        "wait",
        "bad",
        "bad",
    )
    assert opened(80).clock_words == "Kurula bildirim süresi 8 saat önce doldu"


def test_what_happened_is_sealed(opened):
    opened(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what_happened FROM people_breach")
        assert cursor.fetchone()[0].startswith("v1:")


def refused(verb, *args, **kwargs) -> BreachRefusal:
    with pytest.raises(Refusal) as refusal:
        verb(*args, **kwargs)
    return refusal.value.reason


def test_late_report_needs_a_reason(opened, officer):
    breach, now = opened(80), timezone.now()

    assert (
        refused(breaches.report_breach, breach, at=now, by=officer)
        == BreachRefusal.LATE_REASON_MISSING
    )
    done = breaches.report_breach(breach, at=now, late_reason="Tatil", by=officer)
    assert (done.late_reason, done.clock_words) == (
        "Tatil",
        "Kurula gecikmeli bildirildi",
    )


def test_database_refuses_a_late_report_without_reason(opened):
    breach = opened(80)
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(reported_to_board_at=timezone.now())


def test_steps_are_kept_in_order_and_never_changed(opened, officer):
    breach, now = opened(1), timezone.now()
    breaches.note_step(breach, note="Hesap kapatıldı", by=officer)
    breaches.report_breach(breach, at=now, by=officer)
    breaches.inform_people(breach, at=now, note="Telefonla", by=officer)
    breaches.close_breach(breach, by=officer)

    kinds = ["opened", "noted", "reported", "informed", "closed"]
    assert list(breach.steps.values_list("kind", flat=True)) == kinds
    step = BreachStep.objects.first()
    with pytest.raises(TypeError):
        step.save()


def test_refusals(opened, officer):
    breach, now = opened(1), timezone.now()
    tomorrow, before = now + timedelta(days=1), now - timedelta(days=9)

    assert refused(breaches.report_breach, breach, at=tomorrow, by=officer) == (
        BreachRefusal.IN_THE_FUTURE
    )
    assert refused(breaches.inform_people, breach, at=before, by=officer) == (
        BreachRefusal.BEFORE_LEARNED
    )
    assert refused(breaches.close_breach, breach, by=officer) == (
        BreachRefusal.REASON_MISSING
    )
    breaches.report_breach(breach, at=now, by=officer)
    assert refused(breaches.report_breach, breach, at=now, by=officer) == (
        BreachRefusal.ALREADY_REPORTED
    )
    breaches.close_breach(breach, by=officer)
    assert refused(breaches.note_step, breach, note="x", by=officer) == (
        BreachRefusal.CLOSED
    )


def test_people_concerned_are_counted_from_the_log(opened, officer, staff_user):
    suspect = staff_user(StaffRole.TRIPS, "suphe")
    women = [one.pk for one in PersonFactory.create_batch(3)]
    note_access(by=suspect, kind=AccessKind.EXPORT, persons=[*women, women[0]])
    breach, now = opened(1), timezone.now()

    count = breaches.count_concerned(
        breach, account=suspect, since=now - timedelta(hours=1), until=now, by=officer
    )

    breach.refresh_from_db()
    assert (count, breach.persons_count, breach.records_count) == (3, 3, 4)


def test_screens(opened, officer, client, staff_client):
    breach = opened(80)
    client.force_login(officer)
    report = f"{REGISTER}{breach.pk}/kurula-bildirildi/"
    at = timezone.localtime().strftime("%d.%m.%Y %H:%M")

    for address in (
        REGISTER,
        f"{REGISTER}new/",
        f"{REGISTER}ne-yapmali/",
        f"{REGISTER}inspect/{breach.pk}/",
        f"{REGISTER}{breach.pk}/say/",
        report,
    ):
        assert client.get(address).status_code == 200, address
        assert staff_client(StaffRole.TRIPS, address).get(address).status_code == 302
    assert "8 saat önce doldu" in client.get("/yonetim/").content.decode()
    assert "72 saat geçti" in client.post(report, {"at": at}).content.decode()
    client.post(report, {"at": at, "late_reason": "Tatil"})
    breach.refresh_from_db()
    assert breach.late_reason == "Tatil"


def test_new_record_from_the_form(officer, client):
    client.force_login(officer)
    client.post(
        f"{REGISTER}new/",
        {
            "what_happened": "Defter kayboldu",
            "learned_at": timezone.localtime().strftime("%d.%m.%Y %H:%M"),
            "categories": ["identity", "contact"],
        },
    )

    breach = Breach.objects.get()
    assert (breach.what_happened, breach.categories) == (
        "Defter kayboldu",
        ["identity", "contact"],
    )
