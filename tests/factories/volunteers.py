"""Calls, applications and what follows them, with fixed words and dates near now."""

from datetime import date, time, timedelta

import factory
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone

from language.public_holidays import holiday_on
from people.enums import FileKind, Process
from people.models import Notice, NoticeReceipt
from tests.factories.people import PersonFactory
from volunteers.codes import new_certificate_code
from volunteers.domain.interviews.last_time import remember_interviews
from volunteers.domain.reviews import remember_scores
from volunteers.enums import (
    AssignmentState,
    Attendance,
    InterviewState,
    Recommendation,
    Weekday,
    WeeklyHours,
    WorkMode,
)
from volunteers.models import (
    Application,
    ApplicationArea,
    ApplicationFile,
    Assignment,
    AvailabilityWindow,
    Call,
    CallQuestion,
    Completion,
    Enrollment,
    HourEntry,
    Interview,
    InterviewSheet,
    InterviewSlot,
    Review,
    ReviewCriterion,
    ReviewPlan,
    Role,
    ScreeningRule,
    SessionWait,
    Shift,
    TrainingModule,
    TrainingSession,
    VolunteerAgreement,
    VolunteerArea,
)

MOTIVATION = (
    "Mahallemdeki kadınlarla birlikte öğrenmek ve paylaşmak istiyorum; zamanım var."
)


def in_days(days: float):
    """A moment so many days from now."""
    return timezone.now() + timedelta(days=days)


class NoticeFactory(factory.django.DjangoModelFactory):
    """The published notice of the application form."""

    class Meta:
        model = Notice
        django_get_or_create = ("process", "language", "version")

    process = Process.VOLUNTEERING
    language = "tr"
    version = 1
    summary = "Kişisel verileriniz başvurunuz için işlenir."
    body = "Metnin tamamı."
    published_at = factory.LazyFunction(lambda: in_days(-100))


class NoticeReceiptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoticeReceipt

    person = factory.SubFactory(PersonFactory)
    notice = factory.SubFactory(NoticeFactory)
    shown_at = factory.LazyFunction(timezone.now)


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VolunteerArea

    name = factory.Sequence(lambda n: {"tr": f"Alan {n}", "en": f"Area {n}"})
    slug = factory.Sequence(lambda n: f"alan-{n}")
    sort_order = factory.Sequence(lambda n: n)


class ModuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingModule

    name = factory.Sequence(lambda n: {"tr": f"Eğitim {n}", "en": f"Training {n}"})
    hours = 3


class CallFactory(factory.django.DjangoModelFactory):
    """Open for a month, with the given areas (three by default) and trainings."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    title = {"tr": "Bahar dönemi", "en": "Spring term"}
    slug = factory.Sequence(lambda n: f"donem-{n}")
    opens_at = factory.LazyFunction(lambda: in_days(-10))
    closes_at = factory.LazyFunction(lambda: in_days(20))

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if create:
            self.areas.set(
                AreaFactory.create_batch(3) if extracted is None else extracted
            )
            self.save()

    @factory.post_generation
    def required_trainings(self, create, extracted, **kwargs):
        if create and extracted:
            self.required_trainings.set(extracted)
            self.save()


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CallQuestion

    call = factory.SubFactory(CallFactory)
    label = {"tr": "Bilgisayarınız var mı?", "en": "Do you have a computer?"}
    key = factory.Sequence(lambda n: f"soru-{n}")


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReviewCriterion

    call = factory.SubFactory(CallFactory)
    name = factory.Sequence(lambda n: {"tr": f"Ölçüt {n}", "en": f"Criterion {n}"})
    weight = 1


class ReviewPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReviewPlan

    call = factory.SubFactory(CallFactory)


class ScreeningRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScreeningRule

    call = factory.SubFactory(CallFactory)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application in any state; for rows that verbs make, use the verbs."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"EIG-2026-{n + 1:04d}")
    call = factory.SubFactory(CallFactory)
    person = factory.SubFactory(PersonFactory)
    state_since = factory.LazyFunction(lambda: in_days(-2))
    motivation = MOTIVATION
    weekly_hours = WeeklyHours.UP_TO_5
    availability = ["mon-morning", "sat-noon"]
    mode = WorkMode.BOTH
    declared_true_at = factory.LazyFunction(lambda: in_days(-2))
    submitted_at = factory.LazyFunction(lambda: in_days(-2))
    notice_receipt = factory.LazyAttribute(
        lambda built: NoticeReceiptFactory(person=built.person)
    )

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if not create:
            return
        chosen = list(self.call.areas.all()[:1]) if extracted is None else extracted
        for rank, area in enumerate(chosen, start=1):
            ApplicationArea.objects.create(application=self, area=area, rank=rank)


class FileFactory(factory.django.DjangoModelFactory):
    """A kept answer to the question `belge`."""

    class Meta:
        model = ApplicationFile

    application = factory.SubFactory(ApplicationFactory)
    question = "belge"
    kind = FileKind.PDF
    size = 8
    stored = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4", "belge.pdf"))


class ReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Review
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory)
    recommendation = Recommendation.ACCEPT

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        remember_scores([self.application_id])


class SlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InterviewSlot

    call = factory.SubFactory(CallFactory)
    starts_at = factory.Sequence(lambda n: in_days(3 + n % 20))
    place = {"tr": "Konak Hizmet Binası, 2. kat", "en": "Konak office, 2nd floor"}


def weeks_ahead(slot: InterviewSlot) -> int:
    """To so many weeks later it can be copied, whatever today is: no holiday."""
    day = timezone.localdate(slot.starts_at)
    return next(n for n in (12, 11, 10, 9) if not holiday_on(day + timedelta(weeks=n)))


class InterviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interview
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory)
    slot = factory.SubFactory(
        SlotFactory, call=factory.SelfAttribute("..application.call")
    )
    state = InterviewState.BOOKED

    @factory.post_generation
    def remembered(self, create, extracted, **kwargs):
        remember_interviews([self.application_id])


class SheetFactory(factory.django.DjangoModelFactory):
    """What one interviewer wrote."""

    class Meta:
        model = InterviewSheet

    interview = factory.SubFactory(InterviewFactory, state=InterviewState.HELD)
    author = factory.LazyFunction(
        lambda: get_user_model().objects.get_or_create(username="mulakatci")[0]
    )
    recommendation = Recommendation.ACCEPT


class WindowFactory(factory.django.DjangoModelFactory):
    """Every Wednesday from ten to noon, for four weeks; give it its interviewer."""

    class Meta:
        model = AvailabilityWindow

    call = factory.SubFactory(CallFactory)
    weekday = Weekday.WEDNESDAY
    first = time(10)
    until = time(12)
    place = {"tr": "Konak Hizmet Binası, 2. kat", "en": "Konak office, 2nd floor"}
    from_day = date(2026, 12, 1)
    until_day = date(2026, 12, 31)


class SessionFactory(factory.django.DjangoModelFactory):
    """Three hours, in a week."""

    class Meta:
        model = TrainingSession

    module = factory.SubFactory(ModuleFactory)
    starts_at = factory.LazyFunction(lambda: in_days(7))
    ends_at = factory.LazyAttribute(lambda built: built.starts_at + timedelta(hours=3))
    place = {"tr": "Kültürpark, 3 No'lu salon", "en": "Kültürpark, hall 3"}
    capacity = 10


class EnrollmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrollment
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory)
    session = factory.SubFactory(SessionFactory)
    attendance = Attendance.EXPECTED

    @factory.post_generation
    def completion(self, create, extracted, **kwargs):
        """Who was present has completed the training, where one session is enough."""
        session, module = self.session, self.session.module
        is_enough = session.hours * 100 >= module.hours * module.required_share
        if create and self.attendance == Attendance.PRESENT and is_enough:
            CompletionFactory(
                application=self.application,
                module=module,
                completed_on=timezone.localdate(session.ends_at),
            )


class WaitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionWait

    application = factory.SubFactory(ApplicationFactory)
    session = factory.SubFactory(SessionFactory)
    asked_at = factory.LazyFunction(timezone.now)


class CompletionFactory(factory.django.DjangoModelFactory):
    """Confirmed, with a certificate."""

    class Meta:
        model = Completion

    application = factory.SubFactory(ApplicationFactory)
    module = factory.SubFactory(ModuleFactory)
    hours = factory.SelfAttribute("module.hours")
    completed_on = factory.LazyFunction(timezone.localdate)
    code = factory.LazyFunction(new_certificate_code)


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    name = factory.Sequence(lambda n: {"tr": f"Görev {n}", "en": f"Role {n}"})
    area = factory.SubFactory(AreaFactory)
    places = 2
    starts_on = factory.LazyFunction(timezone.localdate)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VolunteerAgreement

    application = factory.SubFactory(ApplicationFactory)
    version = "2026-1"
    signed_on = factory.LazyFunction(timezone.localdate)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    application = factory.SubFactory(ApplicationFactory)
    role = factory.SubFactory(RoleFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    state = AssignmentState.ACTIVE


class ShiftFactory(factory.django.DjangoModelFactory):
    """Two hours, in four days, with one place."""

    class Meta:
        model = Shift

    role = factory.SubFactory(RoleFactory)
    starts_at = factory.LazyFunction(lambda: in_days(4))
    ends_at = factory.LazyAttribute(lambda built: built.starts_at + timedelta(hours=2))
    place = {"tr": "Kültürpark, 3 No'lu salon", "en": "Kültürpark, hall 3"}


class HourEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HourEntry

    assignment = factory.SubFactory(AssignmentFactory)
    day = factory.LazyFunction(timezone.localdate)
    quarters = 6
    what = "Masayı kurdum"
    logged_at = factory.LazyFunction(timezone.now)
