"""How it was: once each, without a name, and shown to nobody before there are five."""

import base64
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.links import issue_link
from people.domain.retention import apply_retention
from people.enums import ContactChannel, LinkPurpose
from people.exceptions import Refusal
from people.roles import StaffRole
from people.sealed_fields import Stored
from programs.domain.feedback import (
    OPEN_FOR,
    feedback_by_activity,
    feedback_on,
    give_feedback,
    is_still_asked,
    queue_feedback_invitations,
)
from programs.enums import FeedbackRefusal, FeltSafe
from programs.enums import RegistrationState as State
from programs.models import Feedback, Occurrence, Program
from tests.factories.feedback import answered, came, move_to_past
from tests.factories.programs import ActivityFactory, OccurrenceFactory, details
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

GOOD = {"rating": 5, "felt_safe": FeltSafe.YES}


def page_url(registration):
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return reverse("programs:feedback", args=[token])


# --- the verb ---------------------------------------------------------------------


def test_an_answer_is_kept_without_her_and_she_is_marked_as_having_answered():
    hers = came()

    give_feedback(hers, rating=4, felt_safe=FeltSafe.NO, words="  Rüzgârlıydı ")

    hers.refresh_from_db()
    row = Feedback.objects.get()
    assert (row.rating, row.felt_safe, row.words) == (4, "no", "Rüzgârlıydı")
    assert row.day == timezone.localdate()
    assert hers.feedback_given


def test_nothing_in_the_row_or_the_log_leads_to_her():
    hers = came()
    logged = ModelLogEntry.objects.count()

    give_feedback(hers, **GOOD, words="Güzeldi")

    fields = {field.name for field in Feedback._meta.get_fields()}
    assert fields == {"id", "occurrence", "rating", "felt_safe", "words", "day"}
    assert ModelLogEntry.objects.count() == logged


def test_the_sealed_words_do_not_say_when_they_were_written():
    give_feedback(came(), **GOOD, words="Güzeldi")

    stored = Feedback.objects.values_list(Stored("words"), flat=True).get()
    token = stored.rpartition(":")[2]
    # A token begins with its version and then the time it was made, in clear.
    assert "Güzeldi" not in stored
    assert base64.urlsafe_b64decode(token)[1:9] == bytes(8)


def test_each_answers_once():
    hers = came()
    give_feedback(hers, **GOOD)

    with pytest.raises(Refusal) as refused:
        give_feedback(hers, rating=1, felt_safe=FeltSafe.NO)

    assert refused.value.reason == FeedbackRefusal.ALREADY
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "reason"),
    [(-0.05, FeedbackRefusal.NOT_YET), (OPEN_FOR.days + 0.01, FeedbackRefusal.OVER)],
)
def test_it_is_open_from_the_end_until_thirty_days_later(days, reason):
    hers = came(days=days)

    with pytest.raises(Refusal) as refused:
        give_feedback(hers, **GOOD)

    assert refused.value.reason == reason
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "state", [State.MISSED, State.EXCUSED, State.CONFIRMED, State.CANCELLED]
)
def test_only_whoever_came_is_asked(state):
    hers = came(state=state)

    with pytest.raises(Refusal) as refused:
        give_feedback(hers, **GOOD)

    assert refused.value.reason == FeedbackRefusal.NOT_ASKED


def test_a_program_that_does_not_ask_takes_no_answer():
    hers = came()
    Program.objects.update(asks_feedback=False)

    with pytest.raises(Refusal) as refused:
        give_feedback(hers, **GOOD)

    assert refused.value.reason == FeedbackRefusal.NOT_ASKED


def test_flag_and_answer_are_written_together_or_not_at_all():
    hers = came()

    with pytest.raises(Exception, match="rating"):
        give_feedback(hers, rating=9, felt_safe=FeltSafe.YES)
    connection.needs_rollback = False

    hers.refresh_from_db()
    assert not hers.feedback_given


# --- her page ---------------------------------------------------------------------


def test_her_page_asks_and_thanks(tr):
    url = page_url(came())

    asked = tr.get(url).content.decode()
    done = tr.post(url, {"rating": "5", "felt_safe": "yes", "words": "Çok iyi"})

    assert "Nasıl geçti?" in asked
    assert "adınız olmadan" in asked
    assert "Teşekkür ederiz" in done.content.decode()
    assert "Biriyle konuşmak" not in done.content.decode()
    assert Feedback.objects.get().words == "Çok iyi"


def test_whoever_did_not_feel_safe_reads_whom_she_can_call(tr):
    url = page_url(came())
    before = Message.objects.count()

    done = tr.post(url, {"rating": "2", "felt_safe": "no", "words": ""})

    page = done.content.decode()
    assert "Biriyle konuşmak isterseniz" in page
    assert 'href="tel:112"' in page.partition("Biriyle konuşmak")[2]
    assert Message.objects.count() == before, "nobody writes to her"


def test_a_second_visit_says_that_it_is_answered(tr):
    url = page_url(came())
    tr.post(url, {"rating": "2", "felt_safe": "no"})

    again = tr.post(url, {"rating": "5", "felt_safe": "yes"}).content.decode()

    assert "daha önce aldık" in again
    assert "daha önce aldık" in tr.get(url).content.decode()
    assert Feedback.objects.get().rating == 2


def test_what_is_missing_is_said_and_nothing_is_kept(tr):
    hers = came()

    page = tr.post(page_url(hers), {"rating": "7", "words": "x" * 1001})

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"rating", "felt_safe", "words"}
    assert not Feedback.objects.exists()


def test_a_dead_link_asks_nothing(tr):
    page = tr.get(reverse("programs:feedback", args=["yok" * 10]))

    assert "Nasıl geçti" not in page.content.decode()


def test_her_own_page_leads_to_it_while_it_is_open(tr):
    hers = came()
    own = page_url(hers).removesuffix("gorus/")

    assert "gorus/" in tr.get(own).content.decode()
    give_feedback(hers, **GOOD)
    assert "gorus/" not in tr.get(own).content.decode()


# --- asking -----------------------------------------------------------------------


def invitations():
    return Message.objects.filter(template="programs.feedback")


def test_whoever_came_is_asked_once_a_day_after_the_end():
    hers = came(days=1.1)
    came(hers.occurrence, n=2, days=1.1, state=State.MISSED)

    assert (queue_feedback_invitations(), queue_feedback_invitations()) == (1, 0)

    message = invitations().get()
    assert message.about == hers
    assert "gorus/" in message.full_body
    assert message.subject == "Kaydınızla ilgili bilgilendirme"


@pytest.mark.parametrize("days", [0.5, 15])
def test_nobody_is_asked_too_early_or_too_late(days):
    came(days=days)

    assert queue_feedback_invitations() == 0


def test_whoever_has_answered_is_not_asked():
    give_feedback(came(), **GOOD)

    assert queue_feedback_invitations() == 0


def test_a_program_that_does_not_ask_writes_to_nobody():
    came()
    Program.objects.update(asks_feedback=False)

    assert queue_feedback_invitations() == 0


def test_nobody_is_called_to_be_asked():
    came(person=details(3, contact_channel=ContactChannel.SHE_CALLS))
    came(person=details(4, contact_channel=ContactChannel.PHONE))
    came(person=details(5, contact_channel=ContactChannel.LETTER))
    came(person=details(6, contact_channel=ContactChannel.SMS))

    assert queue_feedback_invitations() == 0


def test_an_invitation_that_is_no_longer_true_is_dropped():
    hers = came()
    queue_feedback_invitations()
    message = invitations().get()
    assert is_still_asked(message)

    give_feedback(hers, **GOOD)

    assert not is_still_asked(Message.objects.get(pk=message.pk))


def test_asking_costs_the_same_for_each_departure_however_many_came():
    occurrence = OccurrenceFactory(capacity=90)
    came(occurrence, n=1)
    queue_feedback_invitations()

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert queue_feedback_invitations() == 0
        return len(asked)

    one = cost()
    for n in range(2, 32):
        came(occurrence, n=n)
    queue_feedback_invitations()
    assert cost() == one


# --- what staff see ---------------------------------------------------------------


def test_four_answers_are_nobodys_to_see():
    occurrence = OccurrenceFactory(capacity=90)
    answered(occurrence, ratings=[5, 5, 4, 1])
    assert feedback_on(occurrence) is None

    answered(occurrence, ratings=[3], felt_safe=FeltSafe.NO, words="Soğuktu", first=9)
    summary = feedback_on(occurrence)

    assert (summary.count, summary.average, summary.safe_share) == (5, 3.6, 80)
    assert summary.ratings == {5: 2, 4: 1, 3: 1, 2: 0, 1: 1}
    assert summary.words == ["Soğuktu"]


def test_small_departures_count_together_or_not_at_all():
    activity = ActivityFactory()
    large, small, other = (
        OccurrenceFactory(activity=activity, capacity=90) for _ in range(3)
    )
    answered(large, ratings=[5] * 5)
    answered(small, ratings=[1] * 3, first=20)
    year = large.starts_at.year
    programs = Program.objects.all()

    [row] = feedback_by_activity(year=year, programs=programs)
    assert (row.summary.count, row.left_out) == (5, 1)

    answered(other, ratings=[1] * 2, first=30)
    [row] = feedback_by_activity(year=year, programs=programs)
    assert (row.summary.count, row.left_out) == (10, 0)


def test_report_by_activity_costs_three_queries():
    for n in range(4):
        answered(OccurrenceFactory(capacity=90), ratings=[5] * 5, first=10 * n + 1)
    year = Occurrence.objects.first().starts_at.year

    with CaptureQueriesContext(connection) as asked:
        rows = feedback_by_activity(year=year, programs=Program.objects.all())

    assert len(rows) == 4
    assert len(asked) == 3


def test_departure_and_report_show_the_answers_and_no_day(client):
    occurrence = OccurrenceFactory(capacity=90)
    answered(occurrence, ratings=[5] * 4)
    client.force_login(make_staff(StaffRole.TRIPS))
    page = reverse("programs_occurrence:inspect", args=[occurrence.pk])
    report = reverse("programs_feedback:index")

    for url in (page, report):
        before = client.get(url).content.decode()
        assert "Henüz 5 yanıt yok" in before
        assert "5,0 / 5" not in before
    answered(occurrence, ratings=[4], words="Deniz çok güzeldi", first=9)
    for url in (page, report):
        after = client.get(url).content.decode()
        assert "4,8 / 5" in after
        assert "Deniz çok güzeldi" in after


def test_numbers_without_words_for_who_sees_no_registrations(client):
    occurrence = OccurrenceFactory(capacity=90)
    answered(occurrence, ratings=[4] * 5, words="Deniz çok güzeldi")
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))

    page = client.get(reverse("programs_feedback:index")).content.decode()

    assert "4,0 / 5" in page
    assert "Deniz çok güzeldi" not in page


@pytest.mark.parametrize("role", [StaffRole.MUHTAR, StaffRole.GUIDE])
def test_report_is_not_for_everybody(client, role):
    client.force_login(make_staff(role))

    assert client.get(reverse("programs_feedback:index")).status_code in (302, 403)


def test_report_costs_the_same_for_one_and_thirty(client):
    answered(OccurrenceFactory(capacity=90), ratings=[5] * 5)
    client.force_login(get_user_model().objects.create_superuser("her-sey"))
    url = reverse("programs_feedback:index")
    client.get(url)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    one = cost()
    starts_at = timezone.now() - timedelta(days=3)
    for _n in range(30):
        past = move_to_past(OccurrenceFactory(), days=3)
        Feedback.objects.bulk_create(
            Feedback(
                occurrence=past, rating=3, felt_safe="yes", words="İyi", day=starts_at
            )
            for _one in range(5)
        )
    assert cost() == one


# --- how long ---------------------------------------------------------------------


def test_words_go_after_a_year_and_the_numbers_stay():
    old, young = came(n=1, days=1), came(n=2, days=1)
    for one in (old, young):
        give_feedback(one, **GOOD, words="Güzeldi")
    move_to_past(old.occurrence, days=367)

    apply_retention()

    assert Feedback.objects.count() == 2
    assert [row.words for row in Feedback.objects.order_by("occurrence")] == [
        "",
        "Güzeldi",
    ]
