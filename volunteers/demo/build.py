"""Builds the demo's term through the verbs that staff and applicants use."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from language.turkish import slugify_tr
from people.demo import demo_user
from people.domain.persons import PersonDetails
from people.enums import ContactChannel, EntryChannel, Process
from people.models import Notice
from volunteers.demo.reviewing import tell_reviewing
from volunteers.demo.trainings import session_of, tell_trainings
from volunteers.demo.words import (
    AREAS,
    CALLER,
    MODULES,
    MOTIVATIONS,
    VOLUNTEERS,
    Volunteer,
)
from volunteers.domain import (
    applications,
    attendance,
    hours,
    interviews,
    reviews,
    roles,
    seats,
    shifts,
)
from volunteers.domain.availability import make_slots
from volunteers.enums import (
    AVAILABILITY,
    Attendance,
    Duty,
    QuestionKind,
    Recommendation,
    Suspicion,
    Weekday,
    WeeklyHours,
    WorkMode,
)
from volunteers.models import (
    AgreementText,
    Application,
    AvailabilityWindow,
    Call,
    CallArea,
    CallMember,
    CallQuestion,
    InterviewSlot,
    ReviewCriterion,
    Role,
    Shift,
    TrainingModule,
    TrainingSession,
    VolunteerArea,
)
from volunteers.usual_criteria import USUAL_CRITERIA

OPEN_CALL = "2027-bahar-donemi"
CLOSED_CALL = "2026-guz-donemi"


def build_demo() -> None:
    """Idempotent: does nothing once the demo's call is there."""
    if Call.objects.filter(slug=OPEN_CALL).exists():
        return
    with transaction.atomic():
        _Builder().build()


class _Builder:
    """Tells the stories through the same verbs that staff and applicants use."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.clerk: User = demo_user("basvuru")
        self.manager: User = demo_user("yonetici")
        self.trainer: User = demo_user("egitim")
        self.interviewers: list[User] = [demo_user("mulakat"), demo_user("mulakat2")]
        self.met = 0
        self.entered = 0
        #: What happens once the sheets of the past sessions are closed.
        self.after_training: list[
            tuple[Callable[[Application], object], Application]
        ] = []

    def build(self) -> None:
        self.areas = self._areas()
        self.modules = self._modules()
        self.closed = self._call(
            CLOSED_CALL,
            ("2026 güz dönemi", "Autumn term 2026"),
            opens=-170,
            closes=-140,
        )
        self.call = self._call(
            OPEN_CALL,
            ("2027 bahar dönemi", "Spring term 2027"),
            opens=-21,
            closes=40,
        )
        for call in (self.closed, self.call):
            self._terms(call)
        self._team(self.call)
        self._slots()
        self.past, self.coming = self._sessions()
        self.roles = self._roles()
        for volunteer in VOLUNTEERS:
            self._tell(volunteer)
        for session in self.past:
            attendance.close_sheet(session, by=self.trainer)
        for chapter, application in self.after_training:
            chapter(application)
        tell_trainings(
            Application.objects.get(state="in_training"),
            today=self.modules[2],
            cancelled=self.modules[3],
            moved=self.coming[1],
            trainer=self.trainer,
        )
        self._enter_by_phone()
        self._enter_again(VOLUNTEERS[0])
        tell_reviewing(self.call, clerk=self.clerk, reviewers=self.interviewers)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A local moment so many days from today."""
        day = self.today + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    # --- what staff set up ---------------------------------------------------

    def _areas(self) -> dict[str, VolunteerArea]:
        made = {}
        for order, (slug, tr, en, what, english, active) in enumerate(AREAS, 1):
            made[slug], _new = VolunteerArea.objects.get_or_create(
                slug=slug,
                defaults={
                    "name": {"tr": tr, "en": en},
                    "description": {"tr": what, "en": english},
                    "asks_languages": slug == "ceviri",
                    "requires_child_clearance": slug == "egitim-destegi",
                    "is_active": active,
                    "sort_order": order,
                },
            )
        return made

    def _modules(self) -> list[TrainingModule]:
        return [
            TrainingModule.objects.create(
                name={"tr": tr, "en": en}, hours=hours, validity_months=months
            )
            for tr, en, hours, months in MODULES
        ]

    def _call(
        self, slug: str, titles: tuple[str, str], *, opens: int, closes: int
    ) -> Call:
        call: Call = Call.objects.create(
            slug=slug,
            title={"tr": titles[0], "en": titles[1]},
            summary={
                "tr": "Eşit İzmir gönüllüleriyle çeviri, atölye, saha, sosyal medya ve "
                "kampanya çalışmalarına katılın. Başvuru, görüşme ve eğitimden sonra "
                "size uyan bir görev alırsınız.",
                "en": "Join the volunteers of Eşit İzmir in translation, workshops, "
                "field work, social media and campaigns. After the application, a "
                "talk and the training you take on a role that suits you.",
            },
            opens_at=self.at(opens, 9),
            closes_at=self.at(closes, 23, 59),
        )
        call.areas.set(self.areas.values())
        # The last module is for work with children only.
        call.required_trainings.set(self.modules[:4])
        call.save()
        for order, (tr, en, weight) in enumerate(USUAL_CRITERIA):
            ReviewCriterion.objects.create(
                call=call, name={"tr": tr, "en": en}, weight=weight, sort_order=order
            )
        CallQuestion.objects.create(
            call=call,
            key="onceki-deneyim",
            label={
                "tr": "Daha önce gönüllü bir çalışmaya katıldınız mı?",
                "en": "Have you volunteered before?",
            },
            kind=QuestionKind.YES_NO,
            is_required=True,
            sort_order=0,
        )
        only_with_experience = {
            "call": call,
            "shown_if": "onceki-deneyim",
            "shown_for": "Evet",
        }
        CallQuestion.objects.create(
            key="onceki-calisma",
            label={
                "tr": "Ne yaptığınızı kısaca anlatır mısınız?",
                "en": "Would you tell us briefly what you did?",
            },
            kind=QuestionKind.LONG_TEXT,
            sort_order=1,
            **only_with_experience,
        )
        CallQuestion.objects.create(
            key="katilim-belgesi",
            label={
                "tr": "Varsa katılım belgeniz",
                "en": "A certificate of it, if you have one",
            },
            kind=QuestionKind.FILE,
            sort_order=2,
            **only_with_experience,
        )
        CallQuestion.objects.create(
            call=call,
            key="katilim-bicimi",
            label={
                "tr": "Hangi çalışma biçimi size daha uygun?",
                "en": "Which way of working suits you better?",
            },
            kind=QuestionKind.ONE_CHOICE,
            choices={
                "tr": "Düzenli, her hafta\nEtkinlik oldukça\nİkisi de olur",
                "en": "Regularly, every week\nWhen there is an event\nEither",
            },
            sort_order=3,
        )
        return call

    def _terms(self, call: Call) -> None:
        """How many are wanted in each area; work with children asks for more."""
        for order, area in enumerate(call.areas.all()):
            terms = CallArea.objects.create(
                call=call,
                area=area,
                places=4 + 2 * (order % 3),
                weekly_hours=WeeklyHours.UP_TO_5,
                sort_order=order,
            )
            if area.slug == "egitim-destegi":
                terms.required_trainings.set(self.modules[4:])
                terms.save()

    def _team(self, call: Call) -> None:
        duties = [
            (self.clerk, Duty.COORDINATOR),
            (self.trainer, Duty.TRAINER),
            *((user, Duty.INTERVIEWER) for user in self.interviewers),
        ]
        for order, (user, duty) in enumerate(duties):
            CallMember.objects.create(call=call, user=user, duty=duty, sort_order=order)

    def _slots(self) -> None:
        place = {
            "tr": "Konak, Kadın Çalışmaları Şube Müdürlüğü, 2. kat. Konak metro "
            "durağından yürüyerek 5 dakika.",
            "en": "Konak, Women's Studies Branch, 2nd floor. Five minutes on foot from "
            "the Konak metro stop.",
        }
        online = {
            "tr": "Çevrim içi; bağlantıyı görüşmeden önce size iletiriz.",
            "en": "Online; we send you the link before we meet.",
        }
        first, second = self.interviewers
        for weekday in list(Weekday)[:5]:
            for hour in (10, 14):
                AvailabilityWindow.objects.create(
                    call=self.call,
                    interviewer=first,
                    colleague=second,
                    weekday=weekday,
                    first=time(hour),
                    until=time(hour + 1),
                    is_online=hour == 14,
                    place=online if hour == 14 else place,
                    from_day=self.today,
                    until_day=self.today + timedelta(days=56),
                )
        make_slots(
            AvailabilityWindow.objects.all(),
            first_day=self.today + timedelta(days=1),
            last_day=self.today + timedelta(days=18),
            by=first,
        )

    def _sessions(self) -> tuple[list[TrainingSession], list[TrainingSession]]:
        """For each required module, one that was held and one to come."""

        def session(module: TrainingModule, days: int) -> TrainingSession:
            return session_of(module, self.at(days, 10))

        past = [session(one, n - 6) for n, one in enumerate(self.modules[:4])]
        coming = [session(one, n * 2 + 8) for n, one in enumerate(self.modules)]
        return past, coming[:4]

    def _roles(self) -> list[Role]:
        rows = [
            ("ceviri", "Broşür çevirisi", "Leaflet translation", 4),
            ("saha-calismasi", "Mahalle standı", "Neighborhood stand", 6),
            ("atolye-calismalari", "Atölye desteği", "Workshop support", 5),
            ("sosyal-medya", "Etkinlik haberleri", "Event news", 2),
        ]
        return [
            Role.objects.create(
                name={"tr": tr, "en": en},
                description={
                    "tr": "Koordinatörünüzle birlikte, haftada birkaç saat.",
                    "en": "With your coordinator, a few hours a week.",
                },
                area=self.areas[area],
                places=places,
                starts_on=self.today,
                ends_on=self.today + timedelta(days=180),
            )
            for area, tr, en, places in rows
        ]

    # --- what applicants do --------------------------------------------------

    def _submit(
        self,
        volunteer: Volunteer,
        *,
        contact: ContactChannel = ContactChannel.EMAIL,
        number: int = 0,
    ) -> Application:
        self.entered += 1
        number = number or self.entered
        by_phone = contact == ContactChannel.PHONE
        address = slugify_tr(f"{volunteer.given_name} {volunteer.family_name}")
        notice = Notice.objects.current(Process.VOLUNTEERING, "tr")
        if notice is None:
            raise LookupError("Install the defaults of people first.")
        submission = applications.submit_application(
            self.call,
            person=PersonDetails(
                given_name=volunteer.given_name,
                family_name=volunteer.family_name,
                birth_date=volunteer.born,
                phone=f"+9050000001{number:02d}",
                email="" if by_phone else f"{address}@example.org",
                district=volunteer.district,
                contact_channel=contact,
            ),
            answers=applications.ApplicationAnswers(
                areas=[self.areas[slug] for slug in volunteer.areas],
                languages=(
                    [{"language": "en", "level": "C1", "direction": "both_ways"}]
                    if "ceviri" in volunteer.areas
                    else []
                ),
                skills="Sunum yapmak, yazı yazmak, kalabalıkla konuşmak.",
                motivation=MOTIVATIONS[number % len(MOTIVATIONS)],
                weekly_hours=list(WeeklyHours)[number % 4],
                availability=AVAILABILITY[number % 5 :: 4],
                mode=list(WorkMode)[number % 3],
                districts=[volunteer.district],
                answers={
                    "onceki-deneyim": "yes" if number % 2 else "no",
                    "katilim-bicimi": "ikisi-de-olur",
                },
            ),
            notice=notice,
            entered_through=EntryChannel.PHONE if by_phone else EntryChannel.WEB,
            idempotency_key=f"demo-{self.entered}",
            suspicion=Suspicion.NO_PROOF if number == 1 else "",
            by=self.clerk if by_phone else None,
            now=self.at(-volunteer.days_ago, 11, number),
        )
        if number % 5:
            applications.confirm_reach(submission.application)
        return submission.application

    def _tell(self, volunteer: Volunteer) -> None:
        """Follow the story up to the state it is named after."""
        application = self._submit(volunteer)
        chapters: dict[str, list[Callable[[Application], object]]] = {
            "submitted": [],
            "screening": [self._screen],
            "reviewed": [self._screen, self._review],
            "invited": [self._screen, self._review, self._invite],
            "asked": [self._screen, self._invite, self._ask],
            "scheduled": [self._screen, self._review, self._invite, self._book],
            "interviewed": [self._reach_interview],
            "missed": [self._miss],
            "reserve": [self._reach_interview, self._reserve],
            "rejected": [self._reach_interview, self._reject],
            "accepted": [self._reach_interview, self._accept],
            "in_training": [self._reach_interview, self._accept, self._enroll],
            "trained": [self._reach_interview, self._accept, self._train],
            "ready": [self._reach_interview, self._accept, self._train, self._sign],
            "on_duty": [
                self._reach_interview,
                self._accept,
                self._train,
                self._sign,
                self._assign,
            ],
            "withdrawn": [self._screen, self._withdraw],
        }
        for chapter in chapters[volunteer.story]:
            if chapter in (self._sign, self._assign):
                self.after_training.append((chapter, application))
            else:
                chapter(application)

    def _screen(self, application: Application) -> None:
        applications.start_screening(application, by=self.clerk)

    def _review(self, application: Application) -> None:
        criteria = [criterion.pk for criterion in self.call.criteria.all()]
        reviews.save_review(
            application,
            scores={pk: 3 + (pk + application.pk) % 3 for pk in criteria},
            recommendation=Recommendation.ACCEPT,
            note="Beklentisi açık, zamanı uygun.",
            by=self.clerk,
        )

    def _invite(self, application: Application) -> None:
        interviews.invite_to_interview(application, by=self.manager)

    def _ask(self, application: Application) -> None:
        interviews.ask_for_other_times(
            application, note="Hafta içi çalışıyorum; akşam 18.00'den sonra olabilir."
        )

    def _book(self, application: Application) -> None:
        free = InterviewSlot.objects.filter(call=self.call).free()
        interviews.book_interview(application, slot=free[3 + application.pk % 5])

    def _book_in_the_past(self, application: Application) -> None:
        self._screen(application)
        self._review(application)
        self._invite(application)
        self.met += 1
        slot = InterviewSlot.objects.create(
            call=self.call,
            starts_at=self.at(-3, 9 + self.met // 2, 30 * (self.met % 2)),
            place={"tr": "Konak, 2. kat", "en": "Konak, 2nd floor"},
        )
        slot.interviewers.set(self.interviewers)
        interviews.book_interview(application, slot=slot, now=self.at(-5, 12))

    def _reach_interview(self, application: Application) -> None:
        self._book_in_the_past(application)
        interviews.record_interview(
            application,
            recommendation=Recommendation.ACCEPT,
            note="Açık ve istekli; ekip çalışmasına uygun.",
            scores={
                one.pk: 3 + (one.pk + application.pk) % 3
                for one in self.call.criteria.all()
            },
            by=self.interviewers[0],
        )

    def _miss(self, application: Application) -> None:
        self._book_in_the_past(application)
        interviews.record_missed_interview(application, by=self.interviewers[0])

    def _reserve(self, application: Application) -> None:
        applications.keep_in_reserve(application, by=self.manager)

    def _reject(self, application: Application) -> None:
        applications.reject_application(application, by=self.manager, send_now=True)

    def _accept(self, application: Application) -> None:
        applications.accept_application(application, by=self.manager, send_now=True)

    def _enroll(self, application: Application) -> None:
        for session in self.coming[:2]:
            seats.enroll_in_session(application, session=session)

    def _train(self, application: Application) -> None:
        for session in self.past:
            seat = seats.enroll_in_session(
                application, session=session, by=self.trainer, now=self.at(-20, 9)
            )
            attendance.record_attendance(
                session, marks={seat.pk: Attendance.PRESENT}, by=self.trainer
            )

    def _sign(self, application: Application) -> None:
        roles.sign_agreement(
            application,
            version=AgreementText.objects.published()[0].version,
            signed_on=self.today,
            by=self.manager,
        )

    def _assign(self, application: Application) -> None:
        assignment = roles.assign_role(
            application,
            role=self.roles[0],
            starts_on=self.today,
            supervisor=self.clerk,
            by=self.manager,
        )
        role = assignment.role
        if not role.shifts.exists():
            for days, places in ((3, 2), (5, 1), (8, 3)):
                Shift.objects.create(
                    role=role,
                    starts_at=self.at(days, 10),
                    ends_at=self.at(days, 13),
                    places=places,
                    place={
                        "tr": "Kültürpark, 3 No'lu salon",
                        "en": "Kültürpark, hall 3",
                    },
                )
        shifts.take_shift(assignment, shift=role.shifts.order_by("-starts_at")[0])
        hours.log_hours(
            assignment, day=self.today, quarters=6, what="Salonu hazırladım."
        )

    def _withdraw(self, application: Application) -> None:
        applications.withdraw_application(application)

    def _enter_by_phone(self) -> None:
        """Somebody without e-mail, entered by staff while she was on the phone."""
        self._submit(CALLER, contact=ContactChannel.PHONE)

    def _enter_again(self, volunteer: Volunteer) -> None:
        """The same woman once more: staff see a possible double."""
        self._submit(volunteer, number=1)
