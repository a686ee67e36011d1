"""Who may what, from which state, through the pages: the process as one table.

Written out by hand and not read from `volunteers.workflow`: what the code allows is
compared with this. `tests.volunteers.domain.test_workflow` has the states of an event
and what she is sent.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from people.domain.links import issue_link
from people.domain.recusals import declare_recusal
from people.enums import LinkPurpose, RecusalReason
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
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
from volunteers.enums import ApplicationEvent as E
from volunteers.enums import ApplicationState as S
from volunteers.enums import Attendance, Duty, InformationPart
from volunteers.models import Application, InformationRequest

#: Every role of staff, by a letter of its own.
ROLES = {
    "A": StaffRole.APPLICATIONS,
    "I": StaffRole.INTERVIEWER,
    "T": StaffRole.TRAINING,
    "M": StaffRole.MANAGER,
    "P": StaffRole.PRIVACY,
    "C": StaffRole.COMMUNICATIONS,
    "G": StaffRole.TRIPS,
    "R": StaffRole.GUIDE,
    "K": StaffRole.MUHTAR,
}
#: Every duty in a call's team.
DUTIES = {
    "c": Duty.COORDINATOR,
    "v": Duty.REVIEWER,
    "i": Duty.INTERVIEWER,
    "t": Duty.TRAINER,
    "s": Duty.SUPERVISOR,
    "r": Duty.READER,
}
#: Who gets nothing at all: the roles that work with applications where there is no
#: team, knocking at a call that has one; a coordinator of another call; one of this
#: call who keeps out of this woman's matters; somebody who has not logged in.
OUTSIDE = {
    "a": StaffRole.APPLICATIONS,
    "n": StaffRole.INTERVIEWER,
    "g": StaffRole.TRAINING,
    "o": "another call",
    "x": "recused",
    "-": "nobody",
}
#: A manager oversees calls with a team, too.
WHO = "".join([*ROLES, *DUTIES, *OUTSIDE, "m"])

#: Event -> who may, through the page of staff, where the application is hers to see.
BY_STAFF: dict[E, str] = {
    E.START_SCREENING: "AIMcvim",
    E.ASK_INFORMATION: "AMcm",
    E.GO_ON: "AMcm",
    E.INVITE_TO_INTERVIEW: "AMcm",
    E.BOOK_INTERVIEW: "AMcm",
    E.MOVE_INTERVIEW: "AMcm",
    E.RECORD_INTERVIEW: "AIMcim",
    E.RECORD_MISSED_INTERVIEW: "AIMcim",
    E.RECORD_EXCUSED_INTERVIEW: "AIMcim",
    E.CALL_OFF_INTERVIEW: "AIMcim",
    E.ACCEPT: "AMcm",
    E.KEEP_IN_RESERVE: "AMcm",
    E.REJECT: "AMcm",
    E.CARRY_OVER: "AMcm",
    E.UNDO_DECISION: "Mm",
    E.BEGIN_TRAINING: "TMctm",
    E.SIGN_AGREEMENT: "TMctm",
    E.ASSIGN_ROLE: "AMcsm",
    E.LEAVE: "AMcsm",
    E.WITHDRAW: "AMcm",
    E.PAUSE_DUTY: "AMcsm",
    E.RETURN_TO_DUTY: "AMcsm",
    E.END_DUTY: "AMcsm",
}
#: What she does herself, through her private link.
BY_HERSELF = {
    E.ANSWER_INFORMATION,
    E.BOOK_INTERVIEW,
    E.MOVE_INTERVIEW,
    E.GIVE_UP_INTERVIEW,
    E.BEGIN_TRAINING,
    E.WITHDRAW,
}
#: What follows from sheets of attendance and completions, without a page of its own:
#: tests/volunteers/viewsets/test_completions.py and test_attendance.py.
FOLLOWS = {E.COMPLETE_TRAINING, E.REOPEN_TRAINING}
#: Events of a role that somebody holds: on the page of the assignment.
OF_A_ROLE = {
    E.PAUSE_DUTY: "pause",
    E.RETURN_TO_DUTY: "return",
    E.END_DUTY: "end",
}
#: What she hears of them waits until a member of staff has read it.
HELD = {E.ACCEPT, E.KEEP_IN_RESERVE, E.REJECT, E.CARRY_OVER}


@dataclass(frozen=True, slots=True)
class Post:
    """What an actor sends, and where to."""

    url: str
    data: dict[str, object]


def written(moment) -> str:
    return timezone.localtime(moment).strftime("%d.%m.%Y")


class Everything:
    """A call with one application in every state, each with all an event may need."""

    def __init__(self, *, interview_in: float = -0.1) -> None:
        self.module = ModuleFactory()
        self.call = CallFactory(required_trainings=[self.module])
        self.free_slot = SlotFactory(call=self.call, starts_at=in_days(5))
        self.session = SessionFactory(module=self.module, starts_at=in_days(6))
        self.over = SessionFactory(module=self.module, starts_at=in_days(-2))
        self.slot = SlotFactory(call=self.call, starts_at=in_days(interview_in))
        self.role = RoleFactory()
        self.assigned = {}
        self.applications = {state: self._make(state) for state in S}

    def _make(self, state: S) -> Application:
        application = ApplicationFactory(
            call=self.call, state=state, decided_from=S.INTERVIEWED
        )
        if state == S.SCHEDULED:
            InterviewFactory(application=application, slot=self.slot)
        if state == S.INFORMATION_ASKED:
            InformationRequest.objects.create(
                application=application,
                part=InformationPart.TIME,
                words="Hangi günler?",
                asked_at=in_days(-1),
                answer_by=in_days(6).date(),
            )
        if state in (S.READY, S.ON_DUTY, S.PAUSED):
            EnrollmentFactory(
                application=application,
                session=self.over,
                attendance=Attendance.PRESENT,
            )
            AgreementFactory(application=application)
        if state in (S.ON_DUTY, S.PAUSED):
            held = "paused" if state == S.PAUSED else "active"
            self.assigned[state] = AssignmentFactory(
                application=application, state=held
            )
        return application

    # --- who --------------------------------------------------------------------

    def actor(self, who: str) -> User | None:
        """Somebody with this letter, to whom all is given that can be hers here."""
        user: User | None
        if who in ROLES:
            user = make_staff(ROLES[who])
        elif who in DUTIES:
            user = join(self.call, DUTIES[who])
        elif who == "-":
            user = None
        else:
            join(self.call, Duty.READER, username="ekipten")
            user = self._outsider(who)
        if user is not None:
            self._give(user)
        return user

    def _outsider(self, who: str) -> User:
        if who == "o":
            return join(CallFactory(), Duty.COORDINATOR)
        if who == "x":
            user = join(self.call, Duty.COORDINATOR)
            for application in self.applications.values():
                declare_recusal(
                    application.person, reason=RecusalReason.FRIEND, by=user
                )
            return user
        return make_staff(StaffRole.MANAGER if who == "m" else OUTSIDE[who])

    def _give(self, user: User) -> None:
        """Her interview, and those whose role she supervises."""
        self.slot.interviewers.add(user)
        for assignment in self.assigned.values():
            assignment.supervisor = user
            assignment.save(update_fields=["supervisor"])

    # --- what -------------------------------------------------------------------

    def by_staff(self, event: E, state: S) -> Post | None:
        """None: there is nothing with an address that she could send it to."""
        application = self.applications[state]
        if event in OF_A_ROLE:
            if state not in self.assigned:
                return None
            url = reverse(
                f"volunteers_assignment:{OF_A_ROLE[event]}",
                args=[self.assigned[state].pk],
            )
            return Post(url, {"reason": "Taşınıyor."})
        url = reverse(f"volunteers_application:{event.value}", args=[application.pk])
        return Post(url, self._answers(event))

    def _answers(self, event: E) -> dict[str, object]:
        today = written(timezone.now())
        return {
            E.INVITE_TO_INTERVIEW: {"until": written(in_days(4))},
            E.BOOK_INTERVIEW: {"slot": self.free_slot.pk},
            E.MOVE_INTERVIEW: {"slot": self.free_slot.pk},
            E.RECORD_INTERVIEW: {"recommendation": "accept", "note": "Hazırlıklı."},
            E.ASK_INFORMATION: {
                "part": "time",
                "words": "Hangi günler uygun?",
                "answer_by": written(in_days(4)),
            },
            E.ACCEPT: {"reason": "fits"},
            E.KEEP_IN_RESERVE: {"reason": "no_places"},
            E.REJECT: {"reason": "times"},
            E.CARRY_OVER: {"reason": "no_places"},
            E.UNDO_DECISION: {"reason": "Yanlış kişi seçilmişti."},
            E.SIGN_AGREEMENT: {"version": "2026-1", "signed_on": today},
            E.ASSIGN_ROLE: {"role": self.role.pk, "starts_on": today},
            E.LEAVE: {"reason": "Başka bir kente taşındı."},
        }.get(event, {})

    def by_herself(self, event: E, token: str) -> Post:
        """Through the link of her own page."""

        def own(name: str, *more: object) -> str:
            return reverse(f"volunteers:{name}", args=[token, *more])

        interview = own("application_interview")
        return {
            E.ANSWER_INFORMATION: Post(
                own("application_information"),
                {
                    "motivation": "Kadınlarla birlikte öğrenmek istiyorum, akşamları.",
                    "weekly_hours": "more",
                    "availability": ["mon-evening"],
                    "mode": "online",
                    "heard_from": "",
                },
            ),
            E.BOOK_INTERVIEW: Post(
                interview, {"action": "book", "slot": self.free_slot.pk}
            ),
            E.MOVE_INTERVIEW: Post(
                interview, {"action": "move", "slot": self.free_slot.pk}
            ),
            E.GIVE_UP_INTERVIEW: Post(f"{interview}iptal/", {}),
            E.BEGIN_TRAINING: Post(own("take_session", self.session.pk), {}),
            E.WITHDRAW: Post(own("withdraw"), {}),
        }[event]

    def token(self, state: S, *, expires_at=None) -> str:
        application = self.applications[state]
        return issue_link(
            application.person,
            purpose=LinkPurpose.APPLICATION,
            target=application,
            expires_at=expires_at,
        )
