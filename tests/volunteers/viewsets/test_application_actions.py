"""Every action on an application through its real address."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from messaging.models import Batch, Message
from people.enums import ContactChannel, LinkPurpose
from people.models import PrivateLink
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from volunteers.enums import Attendance
from volunteers.models import (
    Application,
    CallArea,
    DocumentKind,
    Enrollment,
    Interview,
    VolunteerCard,
)
from volunteers.viewsets.application_actions import ACTIONS

pytestmark = pytest.mark.django_db

R = StaffRole
#: URL name -> (who, a state it is allowed from, one it is not, state afterwards,
#: message that goes out)
CASES = {
    "start_screening": (R.APPLICATIONS, "submitted", "accepted", "screening", None),
    "ask_information": (
        R.APPLICATIONS, "screening", "invited", "information_asked", "information",
    ),
    "go_on": (R.APPLICATIONS, "information_asked", "screening", "screening", None),
    "invite_to_interview": (
        R.APPLICATIONS, "screening", "submitted", "invited", "invited",
    ),
    "book_interview": (R.APPLICATIONS, "invited", "screening", "scheduled", "booked"),
    "move_interview": (R.APPLICATIONS, "scheduled", "invited", "scheduled", "moved"),
    "record_excused_interview": (
        R.APPLICATIONS, "scheduled", "invited", "invited", "excused",
    ),
    "call_off_interview": (
        R.APPLICATIONS, "scheduled", "invited", "invited", "called_off",
    ),
    "record_interview": (
        R.APPLICATIONS, "scheduled", "invited", "interviewed", None,
    ),
    "record_missed_interview": (
        R.APPLICATIONS, "scheduled", "invited", "interview_missed", "missed",
    ),
    "accept": (R.APPLICATIONS, "interviewed", "screening", "accepted", "accepted"),
    "keep_in_reserve": (
        R.APPLICATIONS, "interviewed", "screening", "reserve", "reserve",
    ),
    "reject": (R.APPLICATIONS, "interviewed", "accepted", "rejected", "rejected"),
    "carry_over": (
        R.APPLICATIONS, "interviewed", "accepted", "carried_over", "carried_over",
    ),
    "undo_decision": (R.MANAGER, "rejected", "in_training", "interviewed", None),
    "begin_training": (R.TRAINING, "accepted", "trained", "in_training", None),
    "enroll": (R.MANAGER, "accepted", "screening", "in_training", "enrolled"),
    "accept_certificate": (R.MANAGER, "in_training", "screening", "trained", "trained"),
    "sign_agreement": (R.TRAINING, "trained", "in_training", "ready", None),
    "record_clearance": (R.APPLICATIONS, "trained", None, "trained", None),
    "issue_card": (R.APPLICATIONS, "ready", None, "ready", None),
    "withdraw_card": (R.APPLICATIONS, "ready", None, "ready", None),
    "record_document": (R.APPLICATIONS, "trained", None, "trained", None),
    "assign_role": (R.APPLICATIONS, "ready", "trained", "on_duty", "assigned"),
    "leave": (R.APPLICATIONS, "on_duty", "trained", "left", None),
    "withdraw": (R.APPLICATIONS, "screening", "left", "withdrawn", "withdrawn"),
}  # fmt: skip
#: What she is told of them waits to be read, and the action leads there.
DECISIONS = {"accept", "keep_in_reserve", "reject", "carry_over"}
#: Actions without a page of their own.
AT_ONCE = {"start_screening"}


class World:
    """An application in a state, and everything that an action may ask for."""

    def __init__(self, state, name, **person):
        module = ModuleFactory()
        self.call = CallFactory(required_trainings=[module])
        self.slot = SlotFactory(call=self.call, starts_at=in_days(5))
        self.session = SessionFactory(module=module)
        self.role = RoleFactory()
        self.application = ApplicationFactory(
            call=self.call,
            state=state,
            decided_from="interviewed",
            person=PersonFactory(**person),
        )
        if state == "scheduled":
            InterviewFactory(
                application=self.application,
                slot=SlotFactory(call=self.call, starts_at=in_days(-0.1)),
            )
        self.paper = None
        if name == "record_document":
            paper = DocumentKind.objects.create(name={"tr": "Diploma"})
            self.paper = paper.pk
            terms = CallArea.objects.create(
                call=self.call, area=self.application.ranked_areas()[0]
            )
            terms.required_documents.set([paper])
            terms.save()
        if name == "assign_role":
            EnrollmentFactory(
                application=self.application,
                session=SessionFactory(module=module, starts_at=in_days(-2)),
                attendance=Attendance.PRESENT,
            )
            AgreementFactory(application=self.application)
        card = None
        if name == "withdraw_card":
            card = VolunteerCard.objects.create(
                application=self.application,
                issued_on=timezone.localdate(),
                valid_until=in_days(30).date(),
                issued_by=make_staff(R.MANAGER),
            ).pk
        today = timezone.localdate().strftime("%d.%m.%Y")
        self.url = reverse(f"volunteers_application:{name}", args=[self.application.pk])
        self.data = {
            "invite_to_interview": {
                "until": timezone.localtime(in_days(4)).strftime("%d.%m.%Y")
            },
            "book_interview": {"slot": self.slot.pk},
            "move_interview": {"slot": self.slot.pk},
            "record_interview": {"recommendation": "accept", "note": "Hazırlıklı."},
            "ask_information": {
                "part": "time",
                "words": "Hangi günler uygun?",
                "answer_by": timezone.localtime(in_days(4)).strftime("%d.%m.%Y"),
            },
            "accept": {"reason": "fits"},
            "keep_in_reserve": {"reason": "no_places"},
            "reject": {"reason": "times"},
            "carry_over": {"reason": "no_places"},
            "undo_decision": {"reason": "Yanlış kişi seçilmişti."},
            "enroll": {"session": self.session.pk},
            "accept_certificate": {
                "module": self.session.module_id,
                "issuer": "Kızılay",
                "issuer_number": "2026/7",
                "issued_on": today,
            },
            "sign_agreement": {"version": "2026-1", "signed_on": today},
            "record_clearance": {"shown_on": today},
            "issue_card": {
                "valid_until": timezone.localtime(in_days(30)).strftime("%d.%m.%Y")
            },
            "withdraw_card": {"card": card},
            "record_document": {"kind": self.paper or "", "shown_on": today},
            "assign_role": {"role": self.role.pk, "starts_on": today},
            "leave": {"reason": "Başka bir kente taşındı."},
        }.get(name, {})

    def stored(self):
        return Application.objects.values().get(pk=self.application.pk)


def test_every_action_is_tested():
    # Keeping out of it moves nothing: tests/volunteers/viewsets/test_reviewing.py
    assert set(CASES) | {"recuse"} == set(ACTIONS)


@pytest.mark.parametrize("name", CASES)
def test_action_from_the_right_state(client, name):
    role, state, _wrong, target, message = CASES[name]
    world = World(state, name)
    client.force_login(make_staff(role))

    answer = client.post(world.url, world.data)

    page = reverse("volunteers_application:inspect", args=[world.application.pk])
    if name in DECISIONS:
        page = reverse("messaging_batch:inspect", args=[Batch.objects.get().pk])
    assert (answer.status_code, answer.headers.get("Location")) == (302, page)
    assert world.stored()["state"] == target
    sent = list(Message.objects.values_list("template", flat=True))
    assert sent == ([f"volunteers.{message}"] if message else [])


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[2]])
def test_action_from_a_wrong_state_changes_nothing(client, name):
    _role, _state, wrong, _target, _message = CASES[name]
    world = World(wrong, name)
    client.force_login(make_staff(R.MANAGER))
    before = world.stored()

    answer = client.post(world.url, world.data)

    assert world.stored() == before
    assert (Message.objects.count(), Interview.objects.count()) == (0, 0)
    if name in AT_ONCE:
        said = [one.level_tag for one in get_messages(answer.wsgi_request)]
        assert said == ["error"]
    else:
        assert len(answer.context["form"].errors) == 1


@pytest.mark.parametrize("name", CASES)
def test_reading_an_action_changes_nothing(client, name):
    role, state, _wrong, _target, _message = CASES[name]
    world = World(state, name)
    client.force_login(make_staff(role))
    before = world.stored()

    answer = client.get(world.url)

    assert answer.status_code == (405 if name in AT_ONCE else 200)
    assert world.stored() == before
    assert Message.objects.count() == 0


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[2]])
def test_page_of_an_action_that_is_impossible_leads_back(client, name):
    world = World(CASES[name][2], name)
    client.force_login(make_staff(R.MANAGER))

    answer = client.get(world.url)

    page = reverse("volunteers_application:inspect", args=[world.application.pk])
    assert (answer.status_code, answer.headers.get("Location")) == (302, page)


@pytest.mark.parametrize(
    "role", [R.COMMUNICATIONS, R.PRIVACY], ids=lambda one: one.name
)
@pytest.mark.parametrize("name", CASES)
def test_action_is_refused_to_who_may_not(client, name, role):
    world = World(CASES[name][1], name)
    client.force_login(make_staff(role))
    before = world.stored()

    for answer in (client.get(world.url), client.post(world.url, world.data)):
        assert answer.status_code == 302
        assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert world.stored() == before


def test_only_a_manager_undoes_a_decision(client):
    world = World("rejected", "undo_decision")
    client.force_login(make_staff(R.APPLICATIONS))

    client.post(world.url, world.data)

    assert world.stored()["state"] == "rejected"


def test_interviewer_records_her_own_interview(client):
    world = World("scheduled", "record_interview")
    interviewer = make_staff(R.INTERVIEWER)
    world.application.interviews.get().slot.interviewers.add(interviewer)
    client.force_login(interviewer)

    client.post(world.url, world.data)

    sheet = Interview.objects.get().sheets.get()
    assert sheet.interview.state == "held"
    assert (sheet.author, sheet.recommendation, sheet.note) == (
        interviewer,
        "accept",
        "Hazırlıklı.",
    )
    assert world.stored()["state"] == "interviewed"


def test_page_shows_the_message_that_will_go_out(client):
    world = World("interviewed", "accept")
    client.force_login(make_staff(R.APPLICATIONS))

    page = client.get(world.url).content.decode()

    assert "Başvurunuz olumlu sonuçlandı." in page
    assert "Kaydınızla ilgili bilgilendirme" in page


def test_page_says_when_staff_have_to_tell_her(client):
    world = World("interviewed", "accept", contact_channel=ContactChannel.PHONE)
    client.force_login(make_staff(R.APPLICATIONS))

    page = client.get(world.url)

    assert page.context["message"]["is_by_hand"] is True


def test_reason_is_asked_for_where_one_is_needed(client):
    world = World("rejected", "undo_decision")
    client.force_login(make_staff(R.MANAGER))

    answer = client.post(world.url, {"reason": ""})

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"reason"}
    assert world.stored()["state"] == "rejected"


def test_time_of_another_call_cannot_be_booked(client):
    world = World("invited", "book_interview")
    client.force_login(make_staff(R.APPLICATIONS))

    answer = client.post(world.url, {"slot": SlotFactory().pk})

    assert set(answer.context["form"].errors) == {"slot"}
    assert Interview.objects.count() == 0


def test_invitation_needs_free_times(client):
    world = World("screening", "invite_to_interview")
    world.slot.delete()
    client.force_login(make_staff(R.APPLICATIONS))

    page = client.get(world.url).content.decode()
    client.post(world.url, world.data)

    assert reverse("volunteers_slot:add") in page
    assert world.stored()["state"] == "screening"


def test_invitation_works_until_the_end_of_the_chosen_day(client):
    world = World("screening", "invite_to_interview")
    client.force_login(make_staff(R.APPLICATIONS))

    client.post(world.url, world.data)

    link = PrivateLink.objects.get(purpose=LinkPurpose.INTERVIEW)
    until = timezone.localtime(link.expires_at)
    assert (until.date(), until.hour, until.minute) == (
        timezone.localtime(in_days(4)).date(),
        23,
        59,
    )


def test_past_day_is_refused_for_an_invitation(client):
    world = World("screening", "invite_to_interview")
    client.force_login(make_staff(R.APPLICATIONS))

    answer = client.post(world.url, {"until": "01.01.2020"})

    assert set(answer.context["form"].errors) == {"until"}
    assert world.stored()["state"] == "screening"


def test_full_session_is_refused(client):
    world = World("accepted", "enroll")
    world.session.capacity = 1
    world.session.save()
    EnrollmentFactory(session=world.session)
    client.force_login(make_staff(R.TRAINING))

    answer = client.post(world.url, world.data)

    assert answer.status_code == 200
    assert Enrollment.objects.filter(application=world.application).count() == 0


def test_agreement_signed_tomorrow_is_refused(client):
    world = World("trained", "sign_agreement")
    client.force_login(make_staff(R.TRAINING))

    answer = client.post(
        world.url, {"version": "2026-1", "signed_on": in_days(2).strftime("%d.%m.%Y")}
    )

    assert answer.status_code == 200
    assert world.stored()["state"] == "trained"


def test_roles_she_cannot_have_are_named_with_the_reason(client):
    world = World("ready", "assign_role")
    world.role.area.requires_child_clearance = True
    world.role.area.save()
    full = RoleFactory(places=1)
    AssignmentFactory(role=full)
    open_role = RoleFactory()
    client.force_login(make_staff(R.APPLICATIONS))

    form = client.get(world.url).context["form"]

    assert list(form.fields["role"].queryset) == [open_role]
    assert {role for role, _why in form.refused} == {world.role, full}


def test_role_without_places_cannot_be_assigned(client):
    world = World("ready", "assign_role")
    world.role.places = 1
    world.role.save()
    AssignmentFactory(role=world.role)
    client.force_login(make_staff(R.APPLICATIONS))

    answer = client.post(world.url, world.data)

    assert set(answer.context["form"].errors) == {"role"}
    assert world.stored()["state"] == "ready"


def test_role_that_ends_before_it_begins_is_refused(client):
    world = World("ready", "assign_role")
    client.force_login(make_staff(R.APPLICATIONS))

    answer = client.post(world.url, {**world.data, "ends_on": "01.01.2020"})

    assert answer.status_code == 200
    assert world.stored()["state"] == "ready"
