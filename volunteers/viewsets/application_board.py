"""The work list as a board: a column for each stage, a card for each application."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from people.addresses import RowAddresses
from volunteers.domain.blind import marked
from volunteers.domain.board import StageCount, first_of_each_stage, stage_counts
from volunteers.domain.queries import for_cards, moves_for
from volunteers.enums import ApplicationState
from volunteers.models import Application
from volunteers.viewsets.action_base import BOARD_QUERY, from_board
from volunteers.viewsets.application_actions import ACTIONS
from volunteers.viewsets.application_columns import (
    days_in_words,
    reviewers_in_words,
    shown_name,
)
from volunteers.viewsets.application_filters import (
    ApplicationFilterSet,
    stage_choices,
)
from volunteers.viewsets.application_list import ApplicationIndexView
from volunteers.viewsets.application_page import AT_ONCE, is_too_early
from volunteers.viewsets.cells import days_since, state_kind

LIST = "volunteers_application:index"
#: Not kept for the way back: a search holds a name as often as not.
_KEPT = tuple(ApplicationFilterSet.base_filters)
_ADDRESSES = {
    event: RowAddresses(f"volunteers_application:{event}") for event in ACTIONS
}


@dataclass(frozen=True, slots=True)
class CardMove:
    label: Any
    url: str
    is_at_once: bool


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    url: str
    areas: str
    days: str
    reviewers: str
    moves: list[CardMove]


@dataclass(slots=True)
class BoardColumn:
    stage: StageCount
    label: str
    kind: str
    oldest: str
    #: of the list narrowed to this stage
    url: str
    cards: list[Card] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.stage.count - len(self.cards)


class ApplicationBoardView(ApplicationIndexView):
    """What the list shows under the same filters, by stage."""

    results_template_name = "volunteers/admin/application_board.html"
    page_title = _("Board of applications")
    is_board = True

    def get_base_queryset(self):
        # Counted and cut before anything of a row is read.
        return self.permission_policy.instances_user_has_permission_for(
            self.request.user, "view"
        )

    def order_queryset(self, queryset):
        return queryset.order_by()

    def paginate_queryset(self, queryset, page_size):
        """A board has no pages: each column shows its first, and leads to the rest."""
        return None, None, self.board, False

    @cached_property
    def board(self) -> list[BoardColumn]:
        labels = dict(stage_choices())
        stages = stage_counts(self.object_list)
        keys = first_of_each_stage(self.object_list, stages)
        rows = Application.objects.filter(
            pk__in=[pk for of in keys.values() for pk in of]
        )
        rows = {one.pk: one for one in marked(for_cards(rows), self.nameless)}
        columns = []
        for stage in stages:
            columns.append(
                BoardColumn(
                    stage,
                    label=labels[stage.state.value],
                    kind=state_kind(stage.state),
                    oldest=days_in_words(days_since(stage.oldest)),
                    url=self.list_of(stage.state),
                    cards=[
                        self.card(rows[pk]) for pk in keys[stage.state] if pk in rows
                    ],
                )
            )
        return columns

    def card(self, application: Application) -> Card:
        judges = self.list_context.judges
        return Card(
            name=shown_name(application),
            url=self.get_inspect_url(application),
            areas=", ".join(map(str, application.ranked_areas())),
            days=days_in_words(application.days_in_state()),
            reviewers=reviewers_in_words(application) if judges else "",
            moves=self.moves(application),
        )

    def moves(self, application: Application) -> list[CardMove]:
        """Exactly what the table of moves allows her, that she does by herself."""
        return [
            CardMove(
                ACTIONS[event][1].page_title,
                from_board(_ADDRESSES[event].of(application.pk)),
                event in AT_ONCE,
            )
            for event in moves_for(application, self.list_context.rights)
            if event in ACTIONS and not is_too_early(event, application.live_interviews)
        ]

    def list_of(self, state: ApplicationState) -> str:
        query = {**self.shown_query(), "state": [state.value]}
        return f"{reverse(LIST)}?{urlencode(query, doseq=True)}"

    def empty_stages(self) -> list[str]:
        """Stages that are asked for and that nobody is in."""
        filled = {column.stage.state.value for column in self.board}
        asked = self.request.GET.getlist("state")
        return [
            label
            for state, label in stage_choices()
            if state not in filled and (not asked or state in asked)
        ]

    def keep_the_way_back(self) -> None:
        """Whoever moves a card comes back to the board as she had narrowed it."""
        shown = self.shown_query()
        query = urlencode(
            {one: shown[one] for one in _KEPT if one in shown}, doseq=True
        )
        if self.request.session.get(BOARD_QUERY, "") != query:
            self.request.session[BOARD_QUERY] = query

    def get_context_data(self, *args, **kwargs):
        self.keep_the_way_back()
        context = super().get_context_data(
            *args, board=self.board, empty_stages=self.empty_stages(), **kwargs
        )
        context["items_count"] = sum(column.stage.count for column in self.board)
        return context
