"""What the list of applications can be narrowed to."""

from datetime import timedelta

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from people.enums import District
from people.staff_filters import KnownChoiceFilter
from volunteers.domain.blind import with_names
from volunteers.domain.listed_calls import ListedCalls, listed_calls
from volunteers.domain.overview import reached, reviews_asked, waiting_for_us
from volunteers.domain.queries import (
    awaiting_answer,
    disagreeing,
    reviews_readable_by,
)
from volunteers.enums import ApplicationState, Reached, Waited
from volunteers.models import (
    Application,
    Call,
    ProcessEdition,
    ReviewAssignment,
    ScreeningRule,
    VolunteerArea,
    stages_of,
)
from volunteers.models.blind import nameless_for
from volunteers.permissions import staff_in
from volunteers.viewsets.cells import name_of
from volunteers.workflow import Permission

#: Days after which an application has waited too long.
PATIENCE = 5


def stage_choices() -> list[tuple[str, str]]:
    """What staff call the stages now; a row says it in the words of its own call."""
    stages = stages_of(ProcessEdition.objects.current())
    return [
        (state.value, str(stages[state].staff_name or state.label))
        for state in ApplicationState
    ]


def calls_of(request) -> ListedCalls:
    """Those of the list that is asked for, read once."""
    found = getattr(request, "_listed_calls", None)
    if found is None:
        found = request._listed_calls = listed_calls(request.user)
    return found


def nameless_of(request) -> Q | None:
    return nameless_for(request.user, blind=calls_of(request).blind)


class ApplicationFilterSet(WagtailFilterSet):
    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("to_review", _("For me to review")), ("mine", _("Mine"))],
        method="filter_whose",
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Stage"),
        choices=stage_choices,
        widget=forms.CheckboxSelectMultiple,
        # A column of the row itself: nothing comes twice, and DISTINCT would sort all.
        distinct=False,
    )
    call = KnownChoiceFilter(label=_("Call"), known=lambda request: calls_of(request))
    area = KnownChoiceFilter(
        label=_("Area"),
        known=lambda request: VolunteerArea.objects.only("name"),
        field_name="area_choices__area",
    )
    district = django_filters.MultipleChoiceFilter(
        label=_("District"), choices=District.choices, method="filter_district"
    )
    reviewer = KnownChoiceFilter(
        label=_("Reviewer"),
        known=lambda request: known_reviewers(calls_of(request)),
        words=name_of,
        field_name="review_assignments__reviewer",
    )
    reading = django_filters.ChoiceFilter(
        label=_("Reviews asked for"),
        choices=[("open", _("Not written yet")), ("done", _("Written"))],
        method="filter_reading",
    )
    reached = django_filters.ChoiceFilter(
        label=_("How far she came"), choices=Reached.choices, method="filter_reached"
    )
    rules = django_filters.ChoiceFilter(
        label=_("Pre-screening"),
        choices=[
            ("met", _("Every rule is met")),
            ("missed", _("A rule is not met")),
            ("open", _("Cannot be judged")),
        ],
        method="filter_rules",
    )
    opinions = django_filters.ChoiceFilter(
        label=_("Opinions"),
        choices=[("apart", _("Reviewers disagree"))],
        method="filter_opinions",
    )
    answer = django_filters.ChoiceFilter(
        label=_("Question to her"),
        choices=[("open", _("Not answered yet")), ("overdue", _("Overdue"))],
        method="filter_answer",
    )
    waiting = django_filters.ChoiceFilter(
        label=_("Waiting for us"),
        choices=[(str(PATIENCE), _("Longer than 5 days"))],
        method="filter_waiting",
    )
    waited = django_filters.ChoiceFilter(
        label=_("Waiting for us, in working days"),
        choices=Waited.choices,
        method="filter_waited",
    )
    possible_double = django_filters.BooleanFilter(
        label=_("Possibly a double"),
        widget=forms.Select(
            choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))]
        ),
        method="filter_double",
    )
    doubt = django_filters.ChoiceFilter(
        label=_("To look at"),
        choices=[
            ("double", _("Possible doubles not settled")),
            ("rubbish", _("May not be by a person")),
            ("unreached", _("Address not confirmed")),
        ],
        method="filter_doubt",
    )

    class Meta:
        model = Application
        fields = ["call", "state", "area", "district", "possible_double"]

    def filter_whose(self, queryset, name, value):
        user = self.request.user
        if value == "to_review":
            return queryset.to_review_by(user)
        hers = Application.objects.of_interviewer(user).order_by()
        return queryset.filter(pk__in=hers.values("pk"))

    def filter_double(self, queryset, name, value):
        # That she is on record twice would tell who a nameless one is.
        known = with_names(queryset, nameless_of(self.request))
        doubles = known.filter(possible_double=True)
        return doubles if value else queryset.exclude(pk__in=doubles.values("pk"))

    def filter_doubt(self, queryset, name, value):
        match value:
            case "double":
                known = with_names(queryset, nameless_of(self.request))
                return known.doubles_to_settle()
            case "rubbish":
                return queryset.likely_rubbish()
        return queryset.still_going().filter(reach_confirmed_at__isnull=True)

    def filter_district(self, queryset, name, value):
        if not value:
            return queryset
        known = with_names(queryset, nameless_of(self.request))
        return known.filter(person__district__in=value)

    def filter_rules(self, queryset, name, value):
        # Rules judge age and district too: a nameless one is not found by them.
        known = with_names(queryset, nameless_of(self.request))
        if value == "open":
            ruled = ScreeningRule.objects.order_by().values("call")
            return known.filter(meets_rules__isnull=True, call__in=ruled)
        return known.filter(meets_rules=value == "met")

    def filter_opinions(self, queryset, name, value):
        rights = calls_of(self.request).rights
        readable = reviews_readable_by(self.request.user, rights=rights)
        return disagreeing(queryset.filter(readable))

    def filter_answer(self, queryset, name, value):
        return awaiting_answer(queryset, overdue=value == "overdue")

    def filter_waiting(self, queryset, name, value):
        return waiting_too_long(queryset)

    def filter_waited(self, queryset, name, value):
        return waiting_for_us(queryset, Waited(value))

    def filter_reached(self, queryset, name, value):
        return queryset.filter(reached(Reached(value)))

    def filter_reading(self, queryset, name, value):
        """Of the reviewer that is chosen too; of anybody where none is."""
        asked = reviews_asked(are_done=value == "done")
        if reviewer := self.form.cleaned_data.get("reviewer"):
            asked = asked.filter(reviewer=reviewer)
        return queryset.filter(pk__in=asked.order_by().values("application"))


def known_reviewers(calls):
    """Who may review in one of the calls, and who was asked to while she might."""
    keys = [call.pk for call in calls]
    asked = ReviewAssignment.objects.filter(
        reviewer=OuterRef("pk"), application__call__in=keys
    )
    may = staff_in(Call.objects.filter(pk__in=keys), Permission.REVIEW)
    hands = Q(pk__in=may.order_by().values("pk")) | Exists(asked)
    reviewers = get_user_model().objects.filter(hands)
    return reviewers.order_by("first_name", "last_name", "pk").only(
        "username", "first_name", "last_name"
    )


def waiting_too_long(applications):
    """Those that staff have not moved for days although it is their turn."""
    return applications.in_states(*ApplicationState.awaiting_staff).unmoved_since(
        timezone.now() - timedelta(days=PATIENCE)
    )
