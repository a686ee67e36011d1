"""Members of staff whom only a call's team lets in, and two calls with a team."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from tests.factories.people import PersonFactory
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    ReviewFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from volunteers.enums import Duty
from volunteers.models import Call, CallMember


def join(call: Call, *duties: Duty, username: str = "") -> object:
    """A user who may open the admin and has these duties in the call, nothing else."""
    user = get_user_model().objects.create_user(
        username or f"{duties[0]}-{call.pk}", password="x", first_name="Nermin"
    )
    user.user_permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    for duty in duties:
        CallMember.objects.create(call=call, user=user, duty=duty)
    return user


class Team:
    """One woman in each of two calls, with a trace on every screen."""

    def __init__(self) -> None:
        self.own = CallFactory(title={"tr": "Bahar çağrısı", "en": "Spring"})
        self.other = CallFactory(title={"tr": "Güz çağrısı", "en": "Autumn"})
        join(self.other, Duty.COORDINATOR, username="baska-koordinator")
        self.hers = self._live(self.own, "Işıl", "Çağlayan")
        self.others = self._live(self.other, "Çiğdem", "Iğdırlı")

    def _live(self, call, given, family):
        application = ApplicationFactory(
            call=call,
            person=PersonFactory(given_name=given, family_name=family),
            state="on_duty",
        )
        InterviewFactory(
            application=application, slot=SlotFactory(call=call), state="held"
        )
        EnrollmentFactory(application=application, session=self.session)
        AssignmentFactory(application=application, role=self.role)
        return application

    @property
    def session(self):
        if not hasattr(self, "_session"):
            self._session = SessionFactory(starts_at=in_days(-1))
        return self._session

    @property
    def role(self):
        if not hasattr(self, "_role"):
            self._role = RoleFactory(places=9)
        return self._role

    def member(self, duty):
        """Somebody of the team, to whom what there is has been given."""
        user = join(self.own, duty)
        if duty == Duty.INTERVIEWER:
            self.hers.interviews.get().slot.interviewers.add(user)
        if duty == Duty.REVIEWER:
            ReviewFactory(application=self.hers, reviewer=user)
        if duty == Duty.SUPERVISOR:
            self.hers.assignments.update(supervisor=user)
        return user
