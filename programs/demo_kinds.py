"""Demo content beyond trips: what else the city runs, one activity of each kind.

Places and numbers are those of the municipality's reports; people are fictional.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.utils import timezone

from language.translated import Translated
from people.domain.persons import PersonDetails
from people.enums import District, EntryChannel
from people.models import Notice
from programs.demo_draws import hold_draw
from programs.demo_programs import PROGRAMS
from programs.domain.head_counts import note_head_count
from programs.domain.meetings import (
    MeetingWish,
    ask_for_meeting,
    decline_meeting,
    plan_meeting,
)
from programs.domain.party import Guest
from programs.domain.stops import StopPlan, make_stop, publish_stop
from programs.enums import (
    ActivityKind,
    DayPart,
    MeetingDecline,
    MemberKind,
    OccurrenceState,
    RuleKind,
    SelectionMode,
    Weekday,
)
from programs.kinds import traits_of
from programs.models import (
    Activity,
    MeetingTopic,
    Occurrence,
    Program,
    RegistrationRule,
    Stop,
)


class Registrar(Protocol):
    """What registers one fictional woman after another."""

    notice: Notice | None

    def alone(self, occurrence: Occurrence, count: int) -> None: ...

    def with_party(self, occurrence: Occurrence, party: list[Guest]) -> None: ...

    def details(self) -> PersonDetails: ...


def build_kinds(register: Registrar) -> None:
    programs = {
        slug: Program.objects.create(
            slug=slug,
            sort=sort,
            name=Translated(tr=name, en=english),
            summary=Translated(tr=about, en=about_en),
        )
        for sort, (slug, (name, english, about, about_en)) in enumerate(
            PROGRAMS.items(), start=1
        )
    }
    _mobile_stops(programs["guclenme-duraklari"], register)
    _gardens(programs["mahalle-bostanlari"], register)
    _nests(programs["yuvamiz-izmir"], register)
    _house_meetings(programs["kahve-bahane"], register)
    _vocations(programs["meslek-fabrikasi"], register)
    _kitchen(programs["mahalle-mutfagi"], register)
    _gatherings(programs["esitlik-bulusmalari"], register)


# --- by appointment ---------------------------------------------------------------


def _mobile_stops(program: Program, register: Registrar) -> None:
    hairdresser = _activity(
        program,
        ActivityKind.MOBILE_STOP,
        ("Mobil kuaför", "Mobile hairdresser"),
        (
            "Ücretsiz saç kesimi ve fön; ardından isterseniz uzmanımızla sohbet.",
            "A free haircut and blow-dry; afterwards a talk with our expert, if you "
            "like.",
        ),
    )
    services = Translated(
        tr="Saç kesimi\nFön\nKadın sağlığı ve kadın hakları üzerine bilgi",
        en="Haircut\nBlow-dry\nWhat to know about women's health and rights",
    )
    places = (
        (6, "bayrakli", "Onur", "Onur Mahallesi Muhtarlığı önü", 9),
        (13, "gaziemir", "Emrez", "Emrez Mahallesi Muhtarlığı önü", 0),
    )
    for days, district, neighborhood, place, taken in places:
        stop = _stop(hairdresser, days, district, neighborhood, place, services, 30)
        for occurrence in stop.times.order_by("starts_at")[:taken]:
            register.alone(occurrence, 1)


def _stop(
    activity: Activity,
    days: int,
    district: str,
    neighborhood: str,
    place: str,
    services: Translated,
    minutes: int,
) -> Stop:
    stop = make_stop(
        StopPlan(
            activity=activity,
            day=timezone.localdate() + timedelta(days=days),
            place=Translated(tr=place, en=place),
            district=district,
            neighborhood=neighborhood,
            services=services,
            begins=time(10),
            ends=time(16),
            minutes=minutes,
            break_begins=time(12, 30),
            break_ends=time(13, 30),
        ),
        by=None,
    )
    publish_stop(stop, by=None)
    return stop


def _vocations(program: Program, register: Registrar) -> None:
    point = _activity(
        program,
        ActivityKind.EMPLOYMENT_POINT,
        ("Mobil İstihdam Başvuru Noktası", "Mobile employment point"),
        (
            "Özgeçmişinizi birlikte hazırlayalım, iş başvurunuza destek olalım.",
            "Write your CV with us, and have help with your application for work.",
        ),
    )
    services = Translated(
        tr="Özgeçmiş hazırlama\nİş başvurusu danışmanlığı\nDijital istihdam "
        "platformuna üyelik",
        en="Writing a CV\nAdvice on applications\nJoining the digital employment "
        "platform",
    )
    stop = _stop(point, 9, "torbali", "", "Torbalı Cumhuriyet Meydanı", services, 45)
    for occurrence in stop.times.order_by("starts_at")[:3]:
        register.alone(occurrence, 1)
    course = _activity(
        program,
        ActivityKind.COURSE,
        ("Altın İğne: giysi dikimi", "Golden Needle: sewing clothes"),
        (
            "Kalıp, kesim ve dikim; haftada iki gün. Devam edenler belge alır.",
            "Patterns, cutting and sewing, two days a week. A document at the end.",
        ),
    )
    place = Translated(tr="Karabağlar Aydın Kurs Merkezi", en="Karabağlar Aydın center")
    register.alone(_date(course, place, days=24, hour=10, hours=3, places=16), 5)


# --- by draw ----------------------------------------------------------------------


def _gardens(program: Program, register: Registrar) -> None:
    garden = _activity(
        program,
        ActivityKind.GARDEN_PARCEL,
        ("Kadifekale Mahalle Bostanı", "Kadifekale neighborhood garden"),
        (
            "Bir ekim dönemi boyunca kendi parseliniz; tohum, fide ve eğitim bizden.",
            "A plot of your own for one planting season; seeds, seedlings and training "
            "are on us.",
        ),
    )
    place = Translated(tr="Kadifekale Bostanı, Konak", en="Kadifekale garden, Konak")
    register.alone(_date(garden, place, days=33, hour=10, hours=2, places=12), 9)
    # One season's plots are drawn already; another woman waits for each that is left.
    drawn = _date(garden, place, days=26, hour=10, hours=2, places=6)
    register.alone(drawn, 9)
    hold_draw(drawn)


# --- children ---------------------------------------------------------------------


def _nests(program: Program, register: Registrar) -> None:
    nest = _activity(
        program,
        ActivityKind.CHILDREN,
        ("Yuvamız İzmir, yarım gün grubu", "Our Nest İzmir, half-day group"),
        (
            "Oyun, müzik ve sanatla dolu yarım günler; hafta içi her gün.",
            "Half days of play, music and art, every weekday.",
        ),
    )
    RegistrationRule.objects.create(
        activity=nest, kind=RuleKind.CHILD_MONTHS, least=36, most=66
    )
    place = Translated(tr="Yuvamız İzmir Menemen Merkezi", en="Our Nest, Menemen")
    term = _date(nest, place, days=20, hour=9, hours=4, places=10)
    for number, names in enumerate((("Ada",), ("Deniz", "Ege"), ("Çınar",), ("İnci",))):
        register.with_party(term, [_child(name, term, 40 + number) for name in names])


def _child(name: str, occurrence: Occurrence, months: int) -> Guest:
    """A child who is so many months old when it begins."""
    day = occurrence.day
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return Guest(
        kind=MemberKind.CHILD, given_name=name, birth_year=year, birth_month=month + 1
    )


# --- asked for by a neighborhood --------------------------------------------------


def _house_meetings(program: Program, register: Registrar) -> None:
    meeting = _activity(
        program,
        ActivityKind.HOUSE_MEETING,
        ("Kahve Bahane ev buluşması", "Coffee at a neighbor's"),
        (
            "Bir evde, bir kahve eşliğinde iki saat.",
            "Two hours over coffee, in somebody's home.",
        ),
    )
    topics = [
        MeetingTopic.objects.create(name=Translated(tr=name, en=english), sort=sort)
        for sort, (name, english) in enumerate(
            (
                ("Kadının insan hakları", "Women's human rights"),
                ("Yurttaşlık hakları", "Rights of citizens"),
                ("Kadın sağlığı", "Women's health"),
                ("Komşuluk ve dayanışma", "Neighbors and solidarity"),
            )
        )
    ]
    asked = [
        ask_for_meeting(
            meeting,
            person=register.details(),
            wish=MeetingWish(
                district=district,
                neighborhood=neighborhood,
                women=women,
                days=[Weekday.TUESDAY, Weekday.THURSDAY],
                day_part=DayPart.AFTERNOON,
                topics=topics[turn : turn + 2],
            ),
            notice=register.notice,
            channel=EntryChannel.WEB,
        ).request
        for turn, (district, neighborhood, women) in enumerate(
            (
                (District.KARABAGLAR, "Limontepe", 9),
                (District.KARABAGLAR, "Uzundere", 12),
                (District.KONAK, "Kadifekale", 5),
            )
        )
    ]
    starts_at = _at(days=12, hour=14)
    plan_meeting(
        asked[1],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        places=12,
        by=None,
    )
    decline_meeting(asked[2], reason=MeetingDecline.NO_DATE, by=None)


# --- open doors -------------------------------------------------------------------


def _kitchen(program: Program, register: Registrar) -> None:
    workshop = _activity(
        program,
        ActivityKind.WORKSHOP,
        ("Atıksız mutfak atölyesi", "Kitchen without waste"),
        (
            "Birlikte pişiriyoruz; tariflerle eve dönüyorsunuz.",
            "We cook together; you go home with the recipes.",
        ),
    )
    place = Translated(tr="Çiğli Evka-2 Mahalle Mutfağı", en="Çiğli Evka-2 kitchen")
    register.alone(_date(workshop, place, days=10, hour=13, hours=3, places=12), 4)


def _gatherings(program: Program, register: Registrar) -> None:
    forum = _activity(
        program,
        ActivityKind.EVENT,
        ("Eşitlik için Gençlik forumu", "Youth for Equality forum"),
        (
            "Genç kadınlar kentin kararlarına nasıl katılır?",
            "How do young women take part in the decisions of a city?",
        ),
    )
    hall = Translated(tr="Tarihi Havagazı Fabrikası", en="Historic Gasworks")
    register.alone(_date(forum, hall, days=17, hour=13, hours=4, places=120), 6)
    cinema = _activity(
        program,
        ActivityKind.OPEN_EVENT,
        ("Açık hava sineması", "Open-air cinema"),
        (
            "Film gösterimi ve ardından sohbet; çocuklarınızla gelebilirsiniz.",
            "A film and a talk afterwards; bring your children if you like.",
        ),
    )
    park = Translated(tr="Kültürpark", en="Kültürpark")
    _date(cinema, park, days=8, hour=19, hours=3, places=0)
    past = _date(cinema, park, days=-20, hour=19, hours=3, places=0)
    note_head_count(past, count=140, by=None)


# --- making -----------------------------------------------------------------------


def _activity(
    program: Program,
    kind: ActivityKind,
    name: tuple[str, str],
    summary: tuple[str, str],
) -> Activity:
    usual: dict[str, Any] = dict(traits_of(kind).activity)
    return Activity.objects.create(
        program=program,
        kind=kind,
        name=Translated(tr=name[0], en=name[1]),
        summary=Translated(tr=summary[0], en=summary[1]),
        **usual,
    )


def _date(
    activity: Activity,
    place: Translated,
    *,
    days: int,
    hour: int,
    hours: int,
    places: int,
) -> Occurrence:
    starts_at = _at(days=days, hour=hour)
    selection: SelectionMode = activity.traits.selection
    return Occurrence.objects.create(
        activity=activity,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        meeting_point=place,
        capacity=places,
        selection=selection,
        registration_opens_at=min(timezone.now(), starts_at - timedelta(days=40)),
        state=OccurrenceState.PUBLISHED,
    )


def _at(*, days: int, hour: int) -> datetime:
    day: date = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))
