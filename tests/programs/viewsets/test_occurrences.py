"""The list of departures, their form, and what is done to one."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.enums import MessageState
from messaging.models import Message
from people.enums import ContactChannel
from people.exceptions import Refusal
from people.roles import StaffRole
from people.wording import refusal_words
from programs.domain.duties import may_at
from programs.domain.holds import hold_seats
from programs.enums import (
    Duty,
    OccurrenceState,
    RuleKind,
    SelectionMode,
    SkipReason,
)
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Activity, Occurrence, Program, RegistrationRule, Stop
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    ProgramFactory,
    at_ten,
    details,
    register,
    stop_with_times,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def url(name, occurrence=None):
    return reverse(
        f"programs_occurrence:{name}", args=[occurrence.pk] if occurrence else []
    )


def written(moment):
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")


def filled(**changes):
    """The form as the browser sends it, without boarding points."""
    return {
        "starts_at": written(at_ten(30)),
        "ends_at": written(at_ten(30) + timedelta(hours=2)),
        "meeting_point_tr": "Konak İskelesi",
        "meeting_point_en": "",
        "capacity": "40",
        "waiting_capacity": "",
        "registration_opens_at": "",
        "registration_closes_at": "",
        "cancel_until": "",
        "selection": "order",
        "quotas-TOTAL_FORMS": "0",
        "quotas-INITIAL_FORMS": "0",
        "quotas-MIN_NUM_FORMS": "0",
        "quotas-MAX_NUM_FORMS": "1000",
        "boarding_points-TOTAL_FORMS": "0",
        "boarding_points-INITIAL_FORMS": "0",
        "boarding_points-MIN_NUM_FORMS": "0",
        "boarding_points-MAX_NUM_FORMS": "1000",
        "team-TOTAL_FORMS": "0",
        "team-INITIAL_FORMS": "0",
        **changes,
    }


def page_of(client, name, occurrence=None, **query):
    return client.get(url(name, occurrence), query).content.decode()


def said(answer):
    """The messages of the page that was answered with."""
    return [str(message).strip() for message in answer.context["messages"]]


def words(reason, **details):
    return refusal_words(Refusal(reason, **details))


# --- programs and activities ----------------------------------------------------


def test_program_gets_its_address_from_the_turkish_name(trips):
    answer = trips.post(
        reverse("programs_program:add"),
        {
            "name_tr": "Güçlenme Durakları",
            "name_en": "Stops",
            "summary_tr": "",
            "summary_en": "",
            "slug": "",
            "is_active": "on",
            "team-TOTAL_FORMS": "0",
            "team-INITIAL_FORMS": "0",
            "after_no_show": "later",
        },
    )

    assert answer.status_code == 302
    assert Program.objects.get().slug == "guclenme-duraklari"


def test_activity_is_written_in_both_languages(trips):
    program = ProgramFactory()

    answer = trips.post(
        reverse("programs_activity:add"),
        {
            "program": program.pk,
            "kind": "sea_trip",
            "name_tr": "Deniz gezisi",
            "name_en": "Sea trip",
            "summary_tr": "",
            "summary_en": "",
            "minimum_age": "18",
            "season_start": "04-01",
            "guardian_takes_place": "on",
            "least_attendance": "80",
            "most_party": "3",
            "child_max_age": "12",
            "most_children": "2",
            "rules-TOTAL_FORMS": "1",
            "rules-INITIAL_FORMS": "0",
            "rules-MIN_NUM_FORMS": "0",
            "rules-MAX_NUM_FORMS": "1000",
            "rules-0-kind": "districts",
            "rules-0-districts": ["konak", "buca"],
            "rules-0-id": "",
            "rules-0-DELETE": "",
        },
    )

    assert answer.status_code == 302
    activity = Activity.objects.get()
    assert dict(activity.name) == {"tr": "Deniz gezisi", "en": "Sea trip"}
    assert activity.rules.get().districts == ["konak", "buca"]


def test_a_rule_without_its_number_is_not_taken():
    rule = RegistrationRule(kind=RuleKind.CHILD_MONTHS, least=40, most=36)
    bare = RegistrationRule(kind=RuleKind.OLDEST)

    for wrong, field in ((rule, "most"), (bare, "most")):
        with pytest.raises(ValidationError) as told:
            wrong.clean()
        assert field in told.value.message_dict


def test_program_with_activities_is_kept(trips):
    activity = ActivityFactory()

    answer = trips.post(
        reverse("programs_program:delete", args=[activity.program_id]), follow=True
    )

    assert said(answer) == ["Programın etkinlikleri var; silinemez."]
    assert Program.objects.count() == 1


@pytest.mark.parametrize("name", ["programs_program", "programs_activity"])
def test_lists_of_words_cost_the_same_for_1_and_30(trips, name):
    def cost():
        with CaptureQueriesContext(connection) as context:
            assert trips.get(reverse(f"{name}:index")).status_code == 200
        return len(context)

    ActivityFactory()
    cost()
    one = cost()
    ActivityFactory.create_batch(29)

    assert cost() == one


# --- the list -------------------------------------------------------------------


def test_list_shows_fill_and_waiting(trips):
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=5)
    register(occurrence, n=1, seats=2)
    register(occurrence, n=2, seats=2)

    (row,) = trips.get(url("index")).context["object_list"]

    assert (row.seats_held, row.waiting_count, row.open_offers) == (2, 2, 0)
    assert "2 / 2" in page_of(trips, "index")


def test_page_tells_how_many_places_are_held_in_the_form(trips):
    occurrence = OccurrenceFactory(capacity=10)
    url_of_page = url("inspect", occurrence)
    assert "formda tutuluyor" not in trips.get(url_of_page).content.decode()
    hold_seats(occurrence, seats=3)
    hold_seats(occurrence, seats=1)

    page = trips.get(url_of_page).content.decode()

    assert "4 yer formda tutuluyor." in page
    assert "6 yer var" in page


def test_coming_departures_stand_before_past_ones(trips):
    past = [
        OccurrenceFactory(
            starts_at=at_ten(-days),
            registration_opens_at=at_ten(-60),
            registration_closes_at=at_ten(-50),
            cancel_until=at_ten(-51),
        )
        for days in (3, 9)
    ]
    late, soon = OccurrenceFactory(starts_at=at_ten(40)), OccurrenceFactory()

    rows = list(trips.get(url("index")).context["object_list"])

    assert rows == [soon, late, *past]


def test_filters_narrow_the_list(trips):
    bay = OccurrenceFactory()
    sea = OccurrenceFactory(activity__kind="sea_trip", state=OccurrenceState.DRAFT)

    def shown(**query):
        return list(trips.get(url("index"), query).context["object_list"])

    assert shown(kind="sea_trip") == [sea]
    assert shown(state="published") == [bay]
    assert shown(activity=bay.activity_id) == [bay]
    assert shown(program=sea.activity.program_id) == [sea]
    assert shown(when="past") == []
    assert len(shown(when="coming")) == 2


def test_list_costs_the_same_for_1_and_30(trips):
    def cost():
        with CaptureQueriesContext(connection) as context:
            assert trips.get(url("index")).status_code == 200
        return len(context)

    activity = ActivityFactory()
    register(OccurrenceFactory(activity=activity))
    cost()
    one = cost()
    for n in range(29):
        register(OccurrenceFactory(activity=activity), n=n)

    assert cost() == one


# --- the form -------------------------------------------------------------------


def test_new_departure_is_a_draft_with_its_boarding_points(trips):
    activity = ActivityFactory()

    trips.post(
        url("add"),
        filled(
            activity=activity.pk,
            **{
                "boarding_points-TOTAL_FORMS": "1",
                "boarding_points-0-name": "Üçkuyular",
                "boarding_points-0-boards_at": "09:00",
                "boarding_points-0-ORDER": "1",
                "boarding_points-0-id": "",
            },
        ),
    )

    made = Occurrence.objects.get()
    assert (made.state, made.capacity) == (OccurrenceState.DRAFT, 40)
    assert made.created_by.username == "trips"
    assert [(point.name, point.boards_at) for point in made.boarding_points.all()] == [
        ("Üçkuyular", time(9))
    ]


def test_editing_never_touches_places_or_state(trips):
    occurrence = OccurrenceFactory()

    trips.post(
        url("edit", occurrence),
        filled(
            starts_at=written(occurrence.starts_at),
            ends_at=written(occurrence.ends_at),
            capacity="999",
            state="draft",
        ),
    )

    occurrence.refresh_from_db()
    assert str(occurrence.meeting_point) == "Konak İskelesi"
    assert (occurrence.capacity, occurrence.state) == (10, OccurrenceState.PUBLISHED)


def test_day_stays_once_somebody_is_registered(trips):
    occurrence = OccurrenceFactory()
    register(occurrence)
    before = occurrence.starts_at

    answer = trips.post(url("edit", occurrence), filled())

    assert list(answer.context["form"].errors) == ["starts_at"]
    occurrence.refresh_from_db()
    assert occurrence.starts_at == before


def test_moved_meeting_point_is_told_to_everybody(trips):
    occurrence = OccurrenceFactory()
    register(occurrence)

    answer = trips.post(
        url("edit", occurrence),
        filled(
            starts_at=written(occurrence.starts_at), ends_at=written(occurrence.ends_at)
        ),
        follow=True,
    )

    assert said(answer)[1] == (
        "Henüz hiçbir şey gönderilmedi: 1 ileti gözden geçirilmeyi bekliyor."
    )
    held = Message.objects.get(template="programs.occurrence_moved")
    assert held.state == MessageState.HELD
    assert answer.redirect_chain[-1][0] == (
        reverse("messaging_batch:inspect", args=[held.batch_id])
    )


def with_point(point, boards_at, **changes):
    return filled(
        **{
            "boarding_points-TOTAL_FORMS": "1",
            "boarding_points-INITIAL_FORMS": "1",
            "boarding_points-0-id": point.pk,
            "boarding_points-0-name": point.name,
            "boarding_points-0-boards_at": boards_at,
            "boarding_points-0-ORDER": "1",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("typed", "boards_at", "is_told"),
    [("09:15", time(9, 45), True), ("09:00", time(9, 0), False)],
)
def test_boarding_goes_with_the_hour_unless_it_was_typed_anew(
    trips, typed, boards_at, is_told
):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence, boards_at=time(9, 15))
    later = timedelta(minutes=30)

    answer = trips.post(
        url("edit", occurrence),
        with_point(
            point,
            typed,
            starts_at=written(occurrence.starts_at + later),
            ends_at=written(occurrence.ends_at + later),
        ),
        follow=True,
    )

    point.refresh_from_db()
    assert point.boards_at == boards_at
    moved = "Biniş saatleri de kalkışla birlikte kaydırıldı; bir göz atın."
    assert (moved in said(answer)) == is_told


def test_boarding_stays_where_the_hour_does(trips):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence, boards_at=time(9, 15))
    times = {
        "starts_at": written(occurrence.starts_at),
        "ends_at": written(occurrence.ends_at),
    }

    trips.post(url("edit", occurrence), with_point(point, "09:15", **times))

    point.refresh_from_db()
    assert point.boards_at == time(9, 15)


def test_the_team_of_a_departure_is_written_on_its_form(trips):
    occurrence, desk = OccurrenceFactory(), make_staff(StaffRole.GUIDE, "dernek")

    trips.post(
        url("edit", occurrence),
        filled(
            starts_at=written(occurrence.starts_at),
            ends_at=written(occurrence.ends_at),
            **{
                "team-TOTAL_FORMS": "1",
                "team-0-user": desk.pk,
                "team-0-duty": Duty.DESK,
                "team-0-ORDER": "1",
            },
        ),
    )

    assert may_at(desk, "programs.add_registration", occurrence)
    assert not may_at(desk, "programs.change_occurrence", occurrence)


def test_boarding_point_in_use_stays(trips):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    register(occurrence, boarding_point=point)

    answer = trips.post(
        url("edit", occurrence),
        with_point(
            point,
            "09:15",
            starts_at=written(occurrence.starts_at),
            ends_at=written(occurrence.ends_at),
            **{"boarding_points-0-DELETE": "on"},
        ),
    )

    assert answer.status_code == 200
    assert occurrence.boarding_points.count() == 1


def test_only_a_draft_can_be_deleted(trips):
    draft = OccurrenceFactory(state=OccurrenceState.DRAFT)
    published = OccurrenceFactory()

    trips.post(url("delete", draft))
    refused = trips.post(url("delete", published))

    assert refused.status_code == 302
    assert list(Occurrence.objects.all()) == [published]


# --- actions --------------------------------------------------------------------


def test_publishing_is_one_press(trips):
    draft = OccurrenceFactory(state=OccurrenceState.DRAFT)

    assert trips.get(url("publish", draft)).status_code == 405
    draft.refresh_from_db()
    assert draft.state == OccurrenceState.DRAFT

    trips.post(url("publish", draft))
    draft.refresh_from_db()
    assert draft.state == OccurrenceState.PUBLISHED


def test_free_places_are_offered_on_demand(trips):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    register(occurrence, n=1)
    waiting = register(occurrence, n=2).registration
    Occurrence.objects.filter(pk=occurrence.pk).update(capacity=2)

    assert trips.get(url("offer", occurrence)).status_code == 405
    trips.post(url("offer", occurrence))

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_publishing_twice_says_why_not(trips):
    occurrence = OccurrenceFactory()

    answer = trips.post(url("publish", occurrence), follow=True)

    assert said(answer) == [words(Reason.MOVE_NOT_ALLOWED)]


def test_more_places_are_offered_at_once(trips):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    register(occurrence, n=1)
    waiting = register(occurrence, n=2).registration

    trips.post(url("capacity", occurrence), {"capacity": "2"})

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_fewer_places_than_are_taken_is_refused_in_words(trips):
    occurrence = OccurrenceFactory(capacity=4)
    register(occurrence, seats=3)

    answer = trips.post(url("capacity", occurrence), {"capacity": "2"})

    assert answer.context["form"].non_field_errors() == [
        words(Reason.BELOW_HELD, held=3)
    ]
    occurrence.refresh_from_db()
    assert occurrence.capacity == 4


def test_cancelling_asks_twice_and_says_whom_it_tells(trips):
    occurrence = OccurrenceFactory()
    mail = register(occurrence, n=1).registration
    call = register(
        occurrence,
        person=details(2, contact_channel=ContactChannel.PHONE, email=""),
    ).registration

    asked = trips.post(url("cancel", occurrence), {"note": "Fırtına"})
    occurrence.refresh_from_db()
    assert occurrence.state == OccurrenceState.PUBLISHED
    preview = asked.context["preview"]
    assert (preview.confirmed, preview.by_mail, preview.by_staff) == (2, 1, 1)

    trips.post(url("cancel", occurrence), {"note": "Fırtına", "is_sure": "1"})
    occurrence.refresh_from_db()
    states = [type(one).objects.get(pk=one.pk).state for one in (mail, call)]
    assert occurrence.state == OccurrenceState.CANCELLED
    assert states == [State.REMOVED, State.REMOVED]
    told = Message.objects.filter(template="programs.occurrence_cancelled")
    assert set(told.values_list("state", flat=True)) == {MessageState.HELD}
    assert told.count() == 2


def test_cancelling_without_a_reason_changes_nothing(trips):
    occurrence = OccurrenceFactory()

    answer = trips.post(url("cancel", occurrence), {"note": "", "is_sure": "1"})

    assert list(answer.context["form"].errors) == ["note"]
    occurrence.refresh_from_db()
    assert occurrence.state == OccurrenceState.PUBLISHED


def test_copies_are_drafts_a_week_apart_with_points_and_no_people(trips):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    register(occurrence, boarding_point=point)
    first = occurrence.starts_at + timedelta(weeks=1)

    trips.post(url("copy", occurrence), {"starts_at": written(first), "weeks": "2"})

    copies = list(Occurrence.objects.exclude(pk=occurrence.pk))
    assert [copy.starts_at for copy in copies] == [first, first + timedelta(weeks=1)]
    assert [copy.state for copy in copies] == ["draft", "draft"]
    assert [copy.registrations.count() for copy in copies] == [0, 0]
    assert [
        [(one.name, one.boards_at) for one in copy.boarding_points.all()]
        for copy in copies
    ] == [[(point.name, point.boards_at)]] * 2
    assert ModelLogEntry.objects.filter(action="programs.occurrence.copy").count() == 2


def test_copy_into_the_past_is_refused(trips):
    occurrence = OccurrenceFactory()

    answer = trips.post(
        url("copy", occurrence), {"starts_at": written(at_ten(-1)), "weeks": "1"}
    )

    assert list(answer.context["form"].errors) == ["starts_at"]
    assert Occurrence.objects.count() == 1


def test_reading_an_action_page_does_nothing(trips):
    occurrence = OccurrenceFactory()

    for name in ("capacity", "cancel", "copy", "register"):
        trips.get(url(name, occurrence))

    occurrence.refresh_from_db()
    assert (occurrence.state, occurrence.capacity) == ("published", 10)
    assert Occurrence.objects.count() == 1


# --- one departure --------------------------------------------------------------


def test_departure_shows_who_is_next_and_why_others_were_passed_over(trips):
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=9)
    leaving = register(occurrence, n=1).registration
    register(occurrence, n=2)
    large = register(occurrence, n=3, seats=2).registration
    small = register(occurrence, n=4).registration

    trips.post(reverse("programs_registration:cancel", args=[leaving.pk]), {"note": ""})
    context = trips.get(url("inspect", occurrence)).context

    assert [row.pk for row in context["offers"]] == [small.pk]
    assert context["next"].registration == large
    assert context["next"].needs_more is True
    assert context["next"].passed_over == [SkipReason.TOO_LARGE]


def test_before_the_draw_nobody_stands_in_an_order(trips):
    occurrence = OccurrenceFactory(selection=SelectionMode.DRAW, capacity=1)
    for n in range(3):
        register(occurrence, n=n)

    page = trips.get(url("inspect", occurrence)).content.decode()

    assert "Kuraya katılacaklar (3 kişi)" in page
    assert "<td>Kurada</td>" in page
    assert "<th>Sıra</th>" not in page
    assert "<th>Neden bu sırada</th>" not in page


def test_departure_counts_people_by_state_and_point(trips):
    occurrence = OccurrenceFactory(capacity=5, waiting_capacity=5)
    point = BoardingPointFactory(occurrence=occurrence)
    register(occurrence, n=1, seats=3, boarding_point=point)
    register(occurrence, n=2, seats=2, boarding_point=point)
    register(occurrence, n=3, seats=2, boarding_point=point)

    context = trips.get(url("inspect", occurrence)).context

    assert [(row.state, row.parties, row.seats) for row in context["tally"]] == [
        (State.CONFIRMED, 2, 5),
        (State.WAITING, 1, 2),
    ]
    assert [(row.parties, row.seats) for row in context["points"]] == [(2, 5)]


def test_departure_costs_the_same_for_1_and_30_registrations(trips):
    occurrence = OccurrenceFactory(capacity=20, waiting_capacity=20)

    def cost():
        with CaptureQueriesContext(connection) as context:
            assert trips.get(url("inspect", occurrence)).status_code == 200
        return len(context)

    for n in range(21):
        register(occurrence, n=n)
    cost()
    few = cost()
    for n in range(21, 35):
        register(occurrence, n=n)
    # Whoever is seen for the first time is noted; the second time costs the same.
    cost()

    assert cost() == few


def test_boarding_list_holds_initials_and_no_phone(trips):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    register(occurrence, n=1, seats=2, boarding_point=point)

    plain = page_of(trips, "boarding", occurrence)

    assert "Işıl Ç." in plain
    assert "Çağlayan" not in plain
    assert "0500 000 00 01" not in plain
    assert "Gizli – gezi sonunda imha edin" in plain


def test_coordinators_copy_has_phones(trips):
    occurrence = OccurrenceFactory()
    register(occurrence, n=1)

    asked = page_of(trips, "coordinator", occurrence)
    copy = trips.post(
        url("coordinator", occurrence),
        {"reason": "Biniş günü aramak için", "on": "screen"},
    ).content.decode()

    assert "0500 000 00 01" not in asked
    assert "0500 000 00 01" in copy
    assert "Çağlayan" not in copy


def test_coordinators_copy_keeps_back_who_wants_no_call(trips):
    occurrence = OccurrenceFactory()
    register(occurrence, person=details(1, contact_channel=ContactChannel.SHE_CALLS))

    copy = trips.post(
        url("coordinator", occurrence),
        {"reason": "Biniş günü aramak için", "on": "screen"},
    ).content.decode()

    assert "Işıl Ç." in copy
    assert "0500 000 00 01" not in copy


# --- the home page --------------------------------------------------------------


def test_home_says_what_departs_this_week(trips):
    soon = OccurrenceFactory(
        starts_at=at_ten(3), registration_closes_at=at_ten(2), capacity=1
    )
    register(soon, n=1)
    register(soon, n=2)
    later = OccurrenceFactory(starts_at=at_ten(20))

    page = trips.get(reverse("wagtailadmin_home")).content.decode()

    assert url("inspect", soon) in page
    assert "1 / 1, yedek 1" in page
    assert url("inspect", later) not in page


def test_home_lists_stops_and_departures_by_day(trips):
    later = OccurrenceFactory(starts_at=at_ten(6), registration_closes_at=at_ten(5))
    stop = stop_with_times()
    Stop.objects.filter(pk=stop.pk).update(day=at_ten(3).date())

    page = trips.get(reverse("wagtailadmin_home")).content.decode()

    stop_at = page.index(reverse("programs_stop:inspect", args=[stop.pk]))
    assert stop_at < page.index(url("inspect", later))


def test_home_is_silent_when_there_is_nothing_to_do(trips):
    OccurrenceFactory(starts_at=at_ten(20))

    page = trips.get(reverse("wagtailadmin_home")).content.decode()

    assert 'id="panel-coming-departures' not in page
