"""Every admin page of programs, found from the addresses, and who gets what there.

A page that is new and undecided fails here: add it to the table, after thinking about
each of the eight who may knock.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from wagtail.models import ModelLogEntry

from language.translated import Translated
from messaging.models import Batch, Message
from people.domain.defaults import install_defaults
from people.enums import EntryChannel
from people.roles import StaffRole
from programs.domain.duties import Rights, may_in, may_somewhere
from programs.domain.occurrences import publish_occurrence
from programs.domain.results import confirm_results
from programs.enums import ActivityKind, Duty, OccurrenceState, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import (
    Activity,
    MeetingTopic,
    Occurrence,
    Program,
    ProgramTeamMember,
    Registration,
)
from programs.permissions import (
    ADMIT_WALK_INS,
    MARK_ATTENDANCE,
    VIEW_OCCURRENCES,
    departures_to_mark,
)
from programs.workflow import DUTIES
from tests.factories.courses import (
    CourseActivityFactory,
    CourseFieldFactory,
    VenueFactory,
    close_all,
    make_course,
    move_back,
)
from tests.factories.feedback import answered
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    ProgramFactory,
    ask_meeting,
    details,
    register,
    stop_with_times,
)
from tests.factories.staff import make_staff
from tests.programs.test_walk_ins import leave

pytestmark = pytest.mark.django_db

#: Words that only stand on pages of the team's program.
PROGRAM, ACTIVITY, GIVEN, FAMILY = "Gizlibahçe", "Kuytugezi", "Zümrütsu", "Kızılçınar"

#: Manager, desk, reader of the team; a muhtar's desk in it, and one outside; the guide
#: of the departure; the role for trips without a duty here; the role Yönetici. Who is a
#: guide by her duty in the team (K) gets what the guide of the departure gets, and who
#: has the duty of a muhtar's desk (U) what a muhtar in the team gets.
WHO = "MDRHNGOY"
AS = {"K": "G", "U": "H"}


#: Addresses about a course, one of its sessions, and what somebody left it with.
OF_A_RUN = ("add_session", "first_session", "plan_sessions", "results")
OF_A_SESSION = (
    "cancel_session",
    "change_session",
    "close_sheet",
    "correct_sheet",
    "sheet",
    "sheet_list",
    "sheet_marks",
)
OF_A_RESULT = ("certificate", "revoke", "take_back")


def join(program: Program, duty: Duty, username: str = "") -> object:
    """A user who may open the admin and has this duty, nothing else."""
    user = get_user_model().objects.create_user(
        username or f"{duty}-{program.pk}", password="x", first_name="Nermin"
    )
    user.user_permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    ProgramTeamMember.objects.create(program=program, user=user, duty=duty)
    return user


class Team:
    """A program of a team, with a draw, two women and everybody who may knock."""

    def __init__(self) -> None:
        install_defaults()
        self.program = ProgramFactory(
            name=Translated(tr=PROGRAM, en=PROGRAM), slug="gizlibahce"
        )
        self.activity = ActivityFactory(
            program=self.program, name=Translated(tr=ACTIVITY, en=ACTIVITY)
        )
        self.occurrence = OccurrenceFactory(activity=self.activity)
        self.draft = OccurrenceFactory(
            activity=self.activity, state=OccurrenceState.DRAFT
        )
        self.drawn = OccurrenceFactory(
            activity=self.activity, selection=SelectionMode.DRAW
        )
        self.users = {
            "M": join(self.program, Duty.MANAGER),
            "D": join(self.program, Duty.DESK),
            "R": join(self.program, Duty.READER),
            "H": make_staff(StaffRole.MUHTAR, "muhtar-ekipte"),
            "N": make_staff(StaffRole.MUHTAR, "muhtar-disarda"),
            "G": make_staff(StaffRole.GUIDE),
            "O": make_staff(StaffRole.TRIPS),
            "Y": make_staff(StaffRole.MANAGER),
            "K": join(self.program, Duty.GUIDE),
            "U": join(self.program, Duty.MUHTAR),
        }
        ProgramTeamMember.objects.create(
            program=self.program, user=self.users["H"], duty=Duty.DESK
        )
        self.occurrence.guides.add(self.users["G"])
        self.today = OccurrenceFactory(activity=self.activity)
        self.today.guides.add(self.users["G"])
        leave(self.today)
        answered(
            OccurrenceFactory(activity=self.activity, capacity=90),
            ratings=[4] * 5,
            first=40,
        )
        self.hers = register(
            self.occurrence, person=details(given_name=GIVEN, family_name=FAMILY)
        ).registration
        self.of_muhtar = register(
            self.occurrence, n=2, by=self.users["H"], channel=EntryChannel.MUHTAR
        ).registration
        self.of_outside = register(
            self.occurrence, n=4, by=self.users["N"], channel=EntryChannel.MUHTAR
        ).registration
        register(self.occurrence, n=5, by=self.users["U"], channel=EntryChannel.MUHTAR)

        self._make_courses()
        self._make_kinds()

    def _make_courses(self) -> None:
        """A course that runs, and one that is over and gave her a certificate."""
        course = CourseActivityFactory(
            program=self.program, name=Translated(tr=ACTIVITY, en=ACTIVITY)
        )
        made = []
        for sessions, n in ((2, 8), (1, 9)):
            run = make_course(sessions=sessions, activity=course)
            named = details(n, given_name=GIVEN, family_name=FAMILY)
            made.append((run, register(run, n=n, person=named).registration))
            move_back(run, 30)
        (self.run, _learner), (over, self.certified) = made
        self.run.guides.add(self.users["G"])
        over.refresh_from_db()
        close_all(over, ["C"])
        confirm_results(over, completed=[self.certified.pk], by=None)

    def _make_kinds(self) -> None:
        """A stop, a request for a meeting, and a date to which one just comes."""

        def activity(kind: ActivityKind) -> Activity:
            name = Translated(tr=ACTIVITY, en=ACTIVITY)
            return ActivityFactory(program=self.program, kind=kind, name=name)

        self.stop = stop_with_times(activity(ActivityKind.MOBILE_STOP))
        self.asked = ask_meeting(activity(ActivityKind.HOUSE_MEETING), n=12).request
        self.open_event = OccurrenceFactory(
            activity=activity(ActivityKind.OPEN_EVENT), selection=SelectionMode.NONE
        )
        self.topic = MeetingTopic.objects.create(name=Translated(tr="Haklar"))
        self.venue, self.field = VenueFactory(), CourseFieldFactory()

    @property
    def traces(self) -> tuple[str, ...]:
        return (
            PROGRAM, ACTIVITY, GIVEN, FAMILY, self.hers.code, self.asked.code,
            f"{self.asked.person.given_name} {self.asked.person.family_name}",
        )  # fmt: skip

    def rows(self, name: str) -> list[int]:
        """What an address of this name is opened with."""
        namespace, _colon, view = name.partition(":")
        if view in OF_A_SESSION:
            return [self.run.pk, self.run.sessions.earliest("starts_at").pk]
        return {
            "programs_program": [self.program.pk],
            "programs_activity": [self.activity.pk],
            "programs_registration": [
                (self.certified if view in OF_A_RESULT else self.hers).pk
            ],
            "programs_occurrence": [
                {
                    "draw": self.drawn,
                    "delete": self.draft,
                    "head_count": self.open_event,
                    "walk_in": self.today,
                    **dict.fromkeys(OF_A_RUN, self.run),
                }.get(view, self.occurrence).pk
            ],
            "programs_stop": [self.stop.pk],
            "programs_meeting": [self.asked.pk],
            "programs_meetingtopic": [self.topic.pk],
            "programs_venue": [self.venue.pk],
            "programs_course_field": [self.field.pk],
        }.get(namespace, [])


@pytest.fixture
def team(db):
    return Team()


def names() -> Iterator[tuple[str, bool]]:
    """Every named admin address of programs, and whether it is about one row."""
    reverse("wagtailadmin_home")  # the hooks have run

    def walk(resolver, namespace):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = pattern.namespace or namespace
                yield from walk(pattern, inner)
            elif namespace.startswith("programs_") and pattern.name:
                yield (
                    f"{namespace}:{pattern.name}",
                    bool(pattern.pattern.converters or "(?P" in str(pattern.pattern)),
                )

    yield from sorted(set(walk(get_resolver(), "")))


def outcome(client, url: str, traces) -> str:
    """What a knock gives: "in", a page without a trace of her, or nothing."""
    page = client.get(url)
    if page.status_code == 405 or page.get("Content-Disposition"):
        return "in"
    if page.status_code != 200:
        assert page.status_code in (302, 403, 404), url
        return "refused"
    words = page.content.decode()
    return "in" if any(one in words for one in traces) else "empty"


#: Address -> who gets in, and who gets a page without a trace of the program.
DECIDED = {
    "programs_activity:add": ("MY", "O"),
    "programs_activity:delete": ("MY", ""),
    "programs_activity:edit": ("MY", ""),
    "programs_activity:history": ("MDRY", ""),
    "programs_activity:history_results": ("", "MDRY"),
    "programs_activity:index": ("MDRY", "O"),
    "programs_activity:index_results": ("MDRY", "O"),
    "programs_activity:reorder": ("MY", ""),
    "programs_course_field:add": ("", "OY"),
    "programs_course_field:delete": ("", "OY"),
    "programs_course_field:edit": ("", "OY"),
    "programs_course_field:history": ("", "OY"),
    "programs_course_field:history_results": ("", "OY"),
    "programs_course_field:index": ("", "OY"),
    "programs_course_field:index_results": ("", "OY"),
    "programs_course_field:reorder": ("OY", ""),
    "programs_course_field:usage": ("", "OY"),
    "programs_feedback:index": ("MDRY", "O"),
    "programs_meeting:address": ("MDY", ""),
    "programs_meeting:decline": ("MDY", ""),
    "programs_meeting:history": ("MDRY", ""),
    "programs_meeting:history_results": ("", "MDRY"),
    "programs_meeting:index": ("MDRY", "O"),
    "programs_meeting:index_results": ("MDRY", "O"),
    "programs_meeting:inspect": ("MDRY", ""),
    "programs_meeting:note": ("MDY", "O"),
    "programs_meeting:plan": ("MDY", ""),
    "programs_meetingtopic:add": ("", "OY"),
    "programs_meetingtopic:delete": ("", "OY"),
    "programs_meetingtopic:edit": ("", "OY"),
    "programs_meetingtopic:history": ("", "OY"),
    "programs_meetingtopic:history_results": ("", "OY"),
    "programs_meetingtopic:index": ("", "OY"),
    "programs_meetingtopic:index_results": ("", "OY"),
    "programs_meetingtopic:reorder": ("OY", ""),
    "programs_meetingtopic:usage": ("", "OY"),
    "programs_occurrence:add": ("MY", "O"),
    "programs_occurrence:add_session": ("MY", ""),
    "programs_occurrence:boarding": ("MDY", ""),
    "programs_occurrence:boarding_paper": ("MDY", ""),
    "programs_occurrence:calls": ("MDY", ""),
    "programs_occurrence:cancel": ("MY", ""),
    "programs_occurrence:cancel_session": ("MY", ""),
    "programs_occurrence:capacity": ("MY", ""),
    "programs_occurrence:change_session": ("MY", ""),
    "programs_occurrence:check_in": ("MDGY", ""),
    "programs_occurrence:check_in_list": ("MDGY", ""),
    "programs_occurrence:check_in_marks": ("MDGY", ""),
    "programs_occurrence:check_in_worker": ("", WHO),  # a script without data
    "programs_occurrence:close_sheet": ("MDGY", ""),
    "programs_occurrence:coordinator": ("MDY", ""),
    "programs_occurrence:copy": ("MY", ""),
    "programs_occurrence:correct_sheet": ("MDY", ""),
    "programs_occurrence:delete": ("MY", ""),
    "programs_occurrence:draw": ("MY", ""),
    "programs_occurrence:edit": ("MY", ""),
    "programs_occurrence:first_session": ("MDY", ""),
    "programs_occurrence:head_count": ("MY", ""),
    "programs_occurrence:history": ("MDRHY", ""),
    "programs_occurrence:history_results": ("", "MDRHY"),
    "programs_occurrence:import_list": ("MDHY", ""),
    "programs_occurrence:import_template": ("MDHY", ""),
    "programs_occurrence:index": ("MDRHY", "NO"),
    "programs_occurrence:index_results": ("MDRHY", "NO"),
    "programs_occurrence:inspect": ("MDRHY", ""),
    "programs_occurrence:insurer": ("MY", ""),
    "programs_occurrence:month": ("MDRHY", "NO"),
    "programs_occurrence:move": ("MY", ""),
    "programs_occurrence:numbers": ("MDY", ""),
    "programs_occurrence:offer": ("MY", ""),
    "programs_occurrence:plan_sessions": ("MY", ""),
    "programs_occurrence:publish": ("MY", ""),
    "programs_occurrence:register": ("MDHY", ""),
    "programs_occurrence:results": ("MDY", ""),
    "programs_occurrence:season": ("MY", "O"),
    "programs_occurrence:series": ("MY", ""),
    "programs_occurrence:sheet": ("MDGY", ""),
    "programs_occurrence:sheet_list": ("", "MDGY"),
    "programs_occurrence:sheet_marks": ("MDGY", ""),
    "programs_occurrence:walk_in": ("MDGY", ""),
    "programs_occurrence:write": ("MY", ""),
    "programs_participation:export": ("MDY", ""),
    "programs_participation:index": ("MDRY", "O"),
    "programs_program:add": ("", "OY"),
    "programs_program:delete": ("Y", ""),
    "programs_program:edit": ("MY", ""),
    "programs_program:history": ("MDRY", ""),
    "programs_program:history_results": ("", "MDRY"),
    "programs_program:index": ("MDRY", "O"),
    "programs_program:index_results": ("MDRY", "O"),
    "programs_program:reorder": ("MY", ""),
    "programs_registration:accept": ("MDY", ""),
    "programs_registration:admit": ("MDY", ""),
    "programs_registration:attend": ("MDY", ""),
    "programs_registration:cancel": ("MDY", ""),
    "programs_registration:certificate": ("MDY", ""),
    "programs_registration:change": ("MDY", ""),
    "programs_registration:decline": ("MDY", ""),
    "programs_registration:excuse": ("MDY", ""),
    "programs_registration:export": ("", "MY"),  # it asks first; the file is below
    "programs_registration:history": ("MDRY", ""),
    "programs_registration:history_results": ("", "MDRY"),
    "programs_registration:index": ("MDRHY", "NO"),
    "programs_registration:index_results": ("MDRHY", "NO"),
    "programs_registration:inspect": ("MDRY", ""),
    "programs_registration:miss": ("MDY", ""),
    "programs_registration:remove": ("MDY", ""),
    "programs_registration:revoke": ("", "MDY"),
    "programs_registration:take_back": ("MDY", ""),
    "programs_registration:undo": ("MDY", ""),
    "programs_stop:cancel": ("MY", ""),
    "programs_stop:change": ("MY", ""),
    "programs_stop:history": ("MDRHY", ""),
    "programs_stop:history_results": ("", "MDRHY"),
    "programs_stop:index": ("MDRHY", "NO"),
    "programs_stop:index_results": ("MDRHY", "NO"),
    "programs_stop:inspect": ("MDRHY", ""),
    "programs_stop:make": ("MY", "O"),
    "programs_stop:publish": ("MY", ""),
    "programs_today:index": ("MDRHGY", "NO"),
    "programs_venue:add": ("", "OY"),
    "programs_venue:delete": ("", "OY"),
    "programs_venue:edit": ("", "OY"),
    "programs_venue:history": ("", "OY"),
    "programs_venue:history_results": ("", "OY"),
    "programs_venue:index": ("", "OY"),
    "programs_venue:index_results": ("", "OY"),
    "programs_venue:usage": ("", "OY"),
}


def test_every_address_is_decided():
    assert {name for name, _row in names()} == set(DECIDED)


@pytest.mark.parametrize("who", WHO + "KU")
def test_who_gets_what_at_every_address(client, team, who):
    client.force_login(team.users[who])
    who = AS.get(who, who)
    wanted, got = {}, {}
    for name, is_about_one in names():
        inside, empty = DECIDED[name]
        wanted[name] = "in" if who in inside else "empty" if who in empty else "refused"
        args = team.rows(name) if is_about_one else []
        got[name] = outcome(client, reverse(name, args=args), team.traces)

    assert got == wanted


@pytest.mark.parametrize("who", "HGKU")
def test_a_muhtar_and_a_guide_never_read_the_name_of_whom_another_entered(
    client, team, who
):
    client.force_login(team.users[who])
    read = []
    for name, is_about_one in names():
        url = reverse(name, args=team.rows(name) if is_about_one else [])
        page = client.get(url)
        content = b"".join(page) if page.streaming else page.content
        if page.status_code == 200 and FAMILY.encode() in content:
            read.append(name)

    assert read == []


@pytest.mark.parametrize("who", WHO + "KU")
def test_the_file_of_registrations_holds_those_of_her_programs(client, team, who):
    elsewhere = register(OccurrenceFactory(), n=20).registration
    client.force_login(team.users[who])
    chosen = {"reason": "Toplantı için", "file_format": "csv", "columns": ["code"]}

    page = client.post(reverse("programs_registration:export"), chosen)

    if who not in "MY":
        assert page.status_code in (302, 403)
        return
    codes = b"".join(page).decode("utf-8-sig").split()
    assert team.hers.code in codes
    assert (elsewhere.code in codes) is (who == "Y")


def test_a_muhtar_sees_her_own_entries_in_her_team_and_none_of_another(client, team):
    mine, outside = team.of_muhtar, team.of_outside

    assert list(Registration.objects.visible_to(team.users["H"])) == [mine]
    assert not Registration.objects.visible_to(team.users["N"]).exists()
    client.force_login(team.users["N"])
    page = client.get(reverse("programs_registration:inspect", args=[outside.pk]))
    assert page.status_code == 404


def test_a_guide_of_the_team_marks_on_every_departure_there_and_nowhere_else(team):
    guide = team.users["K"]
    other = OccurrenceFactory()
    of_team = OccurrenceFactory(activity__program=ProgramFactory())
    join(of_team.activity.program, Duty.DESK)

    for permission in (MARK_ATTENDANCE, ADMIT_WALK_INS):
        marking = departures_to_mark(guide, permission)
        assert {team.occurrence, team.today, team.run} <= set(marking)
        assert not {other, of_team, team.draft} & set(marking)
    assert not Registration.objects.visible_to(guide).exists()
    assert not Occurrence.objects.where_may(guide, VIEW_OCCURRENCES).exists()


@pytest.mark.parametrize("duty", [None, Duty.READER])
def test_without_the_duty_of_a_guide_nobody_marks_by_her_place_in_a_team(team, duty):
    user = join(ProgramFactory(), Duty.GUIDE, "baska")
    if duty:
        ProgramTeamMember.objects.create(program=team.program, user=user, duty=duty)

    assert not departures_to_mark(user).exists()


def test_a_muhtar_in_a_team_is_no_guide_of_it(team):
    muhtar = team.users["N"]
    ProgramTeamMember.objects.create(program=team.program, user=muhtar, duty=Duty.GUIDE)

    assert not departures_to_mark(muhtar).exists()


# --- changing ---------------------------------------------------------------------

OF_OCCURRENCE = {
    "publish": {},
    "offer": {},
    "capacity": {"capacity": "99"},
    "cancel": {"note": "Hava", "is_sure": "1"},
    "copy": {"starts_at": "2099-01-01 10:00", "weeks": "1"},
    "write": {"states": "confirmed", "words_tr": "Su alın.", "is_sure": "1"},
    "delete": {},
}
OF_REGISTRATION = ["attend", "cancel", "remove", "miss", "excuse", "accept", "decline"]


@pytest.mark.parametrize("who", "DRHNGKUO")
def test_no_action_on_a_departure_is_open_to_who_does_not_run_it(client, team, who):
    client.force_login(team.users[who])
    before = list(Occurrence.objects.order_by("pk").values())

    for name, data in OF_OCCURRENCE.items():
        row = team.rows(f"programs_occurrence:{name}")
        client.post(reverse(f"programs_occurrence:{name}", args=row), data)
    client.post(reverse("programs_occurrence:publish", args=[team.draft.pk]))

    assert list(Occurrence.objects.order_by("pk").values()) == before
    assert not Batch.objects.exists()


@pytest.mark.parametrize("who", "RHNGKUO")
def test_no_action_on_a_registration_is_open_to_who_only_reads(client, team, who):
    client.force_login(team.users[who])

    for name in OF_REGISTRATION:
        url = reverse(f"programs_registration:{name}", args=[team.hers.pk])
        client.post(url, {"note": "Yanlışlıkla"})

    team.hers.refresh_from_db()
    assert team.hers.state == State.CONFIRMED


@pytest.mark.parametrize("who", "MDY")
def test_manager_and_desk_change_a_registration(client, team, who):
    client.force_login(team.users[who])

    client.post(
        reverse("programs_registration:remove", args=[team.hers.pk]), {"note": "Çift"}
    )

    team.hers.refresh_from_db()
    assert team.hers.state == State.REMOVED


def test_manager_of_the_program_runs_its_departures(client, team):
    client.force_login(team.users["M"])

    client.post(reverse("programs_occurrence:publish", args=[team.draft.pk]))
    client.post(
        reverse("programs_occurrence:capacity", args=[team.occurrence.pk]),
        {"capacity": "99"},
    )

    team.draft.refresh_from_db()
    team.occurrence.refresh_from_db()
    assert (team.draft.state, team.occurrence.capacity) == ("published", 99)


@pytest.mark.parametrize("who", "DRHNGKUO")
@pytest.mark.parametrize("name", ["programs_program", "programs_activity"])
def test_nobody_else_moves_a_program_or_an_activity(client, team, who, name):
    client.force_login(team.users[who])

    answer = client.post(reverse(f"{name}:reorder", args=team.rows(name)))

    assert answer.status_code in (302, 403, 404)


def test_an_activity_goes_into_no_program_of_another_team(client, team):
    client.force_login(team.users["O"])

    page = client.get(reverse("programs_activity:add"))

    assert not page.context["form"].fields["program"].queryset.exists()


def test_a_team_is_written_on_the_page_of_the_program(client, team):
    client.force_login(team.users["Y"])
    own = ProgramFactory()
    clerk = team.users["O"]
    page = client.get(reverse("programs_program:edit", args=[own.pk]))
    data = {
        **{f"name_{code}": own.name.get(code, "") for code in ("tr", "en")},
        "summary_tr": "",
        "summary_en": "",
        "slug": own.slug,
        "is_active": "on",
        "team-TOTAL_FORMS": "1",
        "team-INITIAL_FORMS": "0",
        "team-0-user": clerk.pk,
        "team-0-duty": Duty.DESK,
        "team-0-ORDER": "1",
        "after_no_show": "later",
    }
    answer = client.post(reverse("programs_program:edit", args=[own.pk]), data)

    assert page.status_code == 200
    assert answer.status_code == 302
    assert may_in(clerk, "programs.change_registration", own.pk)
    assert not may_in(clerk, "programs.change_occurrence", own.pk)


# --- beside the pages -------------------------------------------------------------


def test_without_a_team_everything_is_as_the_groups_say(team):
    plain = OccurrenceFactory()
    trips, muhtar, desk = (team.users[who] for who in "OND")

    assert may_in(trips, "programs.change_occurrence", plain.activity.program_id)
    assert may_in(muhtar, "programs.add_registration", plain.activity.program_id)
    assert not may_in(desk, "programs.view_occurrence", plain.activity.program_id)
    mine = register(plain, n=6, by=muhtar, channel=EntryChannel.MUHTAR).registration
    assert mine in Registration.objects.visible_to(muhtar)
    assert mine in Registration.objects.visible_to(trips)
    assert mine not in Registration.objects.visible_to(desk)


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_a_duty_gives_what_the_table_says_and_only_there(team, duty):
    user = {"manager": "M", "desk": "D", "muhtar": "U", "guide": "K", "reader": "R"}[
        duty
    ]
    rights, other = Rights(team.users[user]), ProgramFactory()
    every = set().union(*DUTIES.values()) | {"programs.delete_program"}

    given = {name for name in every if rights.may(name, team.program.pk)}

    assert given == DUTIES[duty]
    assert not any(rights.may(name, other.pk) for name in every)
    assert all(may_somewhere(team.users[user], name) for name in given)


@pytest.mark.parametrize("user", WHO + "KU")
def test_rights_of_a_page_are_those_of_the_queries(team, user):
    who, other = team.users[user], ProgramFactory()
    every = set().union(*DUTIES.values()) | {"programs.delete_program"}
    programs = [team.program.pk, other.pk]

    asked = {(one, pk): may_in(who, one, pk) for one in every for pk in programs}
    with CaptureQueriesContext(connection) as queries:
        rights = Rights(who)
        told = {(one, pk): rights.may(one, pk) for one, pk in asked}

    assert told == asked
    assert len(queries) <= 1


def test_a_reader_has_nothing_that_changes_or_leaves_the_house():
    assert all(
        name.split(".")[1].split("_")[0] in ("view", "see") for name in DUTIES["reader"]
    )
    assert not {n for n in DUTIES["desk"] if n.endswith("_occurrence")} - {
        "programs.view_occurrence"
    }


def test_messages_of_a_team_are_not_in_the_outbox_of_others(team):
    about = Message.objects.filter(about_id=team.hers.pk)

    assert about.exists()
    assert not about.visible_to(team.users["O"]).exists()
    assert not about.visible_to(team.users["K"]).exists()
    assert about.visible_to(team.users["Y"]).exists()


def test_the_report_of_everything_leaves_out_what_is_anothers(client, team):
    publish_occurrence(team.draft, by=team.users["M"])
    own = OccurrenceFactory(state=OccurrenceState.DRAFT)
    publish_occurrence(own, by=team.users["O"])
    client.force_login(team.users["O"])

    page = client.get(reverse("wagtailadmin_reports:site_history"))

    shown = {entry.object_id for entry in page.context["object_list"]}
    assert ModelLogEntry.objects.filter(object_id=str(team.draft.pk)).exists()
    assert str(own.pk) in shown
    assert ACTIVITY not in page.content.decode()


def test_home_and_her_record_name_no_departure_of_another_team(client, team):
    client.force_login(team.users["O"])

    home = client.get(reverse("wagtailadmin_home")).content.decode()
    record = client.get(
        reverse("people_person:inspect", args=[team.hers.person_id])
    ).content.decode()

    assert ACTIVITY not in home
    assert GIVEN in record
    assert ACTIVITY not in record


def test_a_desk_finds_whom_its_program_knows_and_nobody_else(client, team):
    stranger = register(OccurrenceFactory(), n=8).registration.person
    client.force_login(team.users["D"])
    url = reverse("programs_occurrence:register", args=[team.occurrence.pk])

    known = client.post(url, {"query": GIVEN}).content.decode()
    unknown = client.post(url, {"query": stranger.family_name}).content.decode()
    opened = client.get(url, {"person": stranger.pk})

    assert FAMILY in known
    assert stranger.full_name not in unknown
    assert opened.status_code == 404


def test_a_guide_marks_in_the_program_of_a_team_where_she_is_named(team):
    guide, outsider = team.users["G"], team.users["O"]

    assert set(departures_to_mark(guide)) == {
        team.occurrence,
        team.run,
        team.today,
    }
    assert not departures_to_mark(outsider).exists()
    team.occurrence.guides.add(outsider)
    assert list(departures_to_mark(outsider)) == [team.occurrence]


def test_cost_of_the_lists_does_not_grow_with_the_rows(client, team):
    def cost(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    client.force_login(team.users["M"])
    urls = [
        reverse(f"{name}:index")
        for name in ("programs_program", "programs_activity", "programs_occurrence")
    ]
    urls.append(reverse("programs_registration:index"))
    for url in urls:
        client.get(url)
    before = [cost(url) for url in urls]
    for n in range(30):
        join(ProgramFactory(), Duty.READER, f"biri-{n}")
        register(
            OccurrenceFactory(activity=ActivityFactory(program=team.program)), n=n + 20
        )

    assert [cost(url) for url in urls] == before
