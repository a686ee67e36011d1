"""The words of the process: editions, the draft, and publishing it."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.row_panels import RowsPanel
from people.staff_views import ActionView
from volunteers.domain.process import prepare_edition, publish_edition
from volunteers.enums import ApplicationState
from volunteers.models import ProcessEdition
from volunteers.viewsets.cells import PillColumn, moment_in_words, name_of
from volunteers.viewsets.edition_edit import EditionEditView
from volunteers.workflow import moves_in

CHANGE = "volunteers.change_processedition"


def edition_kind(edition: ProcessEdition) -> str:
    if not edition.is_in_force():
        return "wait"
    return "good" if edition == ProcessEdition.objects.current() else "calm"


def edition_state(edition: ProcessEdition) -> Any:
    return {
        "wait": _("draft"),
        "good": _("new calls begin with it"),
        "calm": _("calls that began with it keep it"),
    }[edition_kind(edition)]


class EditionIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    page_title = _("Words of the process")
    is_searchable = False

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("published_by")

    @cached_property
    def header_buttons(self):
        current = ProcessEdition.objects.current()
        if current is None or not self.request.user.has_perm(CHANGE):
            return []
        return [
            HeaderButton(
                label=_("Prepare an edition"),
                url=reverse("volunteers_process:prepare", args=[current.pk]),
                icon_name="plus",
            )
        ]

    def get_edit_url(self, instance):
        """The draft opens for editing, what is published for reading."""
        if not instance.is_in_force() and self.request.user.has_perm(CHANGE):
            return super().get_edit_url(instance)
        return self.get_inspect_url(instance)

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "number", label=_("Edition"), accessor=str, get_url=self.get_edit_url
            ),
            PillColumn(
                "state", label=_("State"), accessor=edition_state, kind=edition_kind
            ),
            Column(
                "published_at",
                label=_("Published at"),
                accessor=lambda one: (
                    moment_in_words(one.published_at) if one.published_at else "–"
                ),
            ),
            Column(
                "published_by",
                label=_("Published by"),
                accessor=lambda one: (
                    name_of(one.published_by) if one.published_by else "–"
                ),
            ),
        ]


class EditionInspectView(generic.InspectView):
    any_permission_required = ["view"]
    template_name = "volunteers/admin/edition.html"
    page_title = _("Words of the process")
    header_more_buttons = []
    header_buttons = []

    def get_fields(self):
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            stages=self.object.stages.all(),
            moves=self._moves(),
            calls=self.object.calls.all(),
            state=edition_state(self.object),
            kind=edition_kind(self.object),
            **kwargs,
        )

    def _moves(self):
        """Each step as staff read it: what, from where, to where, and by herself."""
        names = {text.state: str(text.staff_name) for text in self.object.stages.all()}
        return [
            {
                "label": event.label,
                "sources": [names.get(state, state.label) for state in move.sources],
                "target": names.get(move.target, move.target.label)
                if move.target
                else _("where it was before the decision"),
                "by_applicant": move.by_applicant,
            }
            for event, move in moves_in(self.object.moves).items()
        ]


class EditionAction(ActionView):
    model = ProcessEdition
    permission = CHANGE
    back_url_name = "volunteers_process:inspect"
    form_class = forms.Form


class PrepareView(EditionAction):
    header_icon = "plus"
    page_title = _("Prepare an edition")
    submit_label = _("Begin the draft")
    explanation = _(
        "The draft begins with the words that are in force. Nobody reads it before "
        "you publish it. Where a draft is there already, that one opens."
    )
    draft = None

    def act(self, instance, *, by, data):
        self.draft = prepare_edition(by=by)
        return _("The draft is ready to be written.")

    def get_success_url(self):
        if self.draft:
            return reverse("volunteers_process:edit", args=[self.draft.pk])
        return super().get_success_url()


class PublishView(EditionAction):
    header_icon = "upload"
    page_title = _("Publish the words of the process")
    submit_label = _("Publish")
    explanation = _(
        "Calls that open from now on begin with these words and with the steps of the "
        "process as they are now. Calls that have opened keep theirs. What is "
        "published cannot be changed any more."
    )

    def act(self, instance, *, by, data):
        publish_edition(instance, by=by)
        return _("The words are published.")


class ProcessViewSet(ModelViewSet):
    model = ProcessEdition
    icon = "list-ol"
    name = "volunteers_process"
    url_prefix = "surec-sozcukleri"
    menu_label = _("Words of the process")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = EditionIndexView
    inspect_view_class = EditionInspectView
    edit_view_class = EditionEditView
    panels = [
        RowsPanel(
            "stages",
            heading=_("Stages"),
            label=_("Stage"),
            min_num=len(ApplicationState),
            max_num=len(ApplicationState),
            panels=[
                FieldPanel("state", read_only=True),
                FieldPanel("staff_name"),
                FieldPanel("public_name"),
                FieldPanel("public_next"),
            ],
        )
    ]

    def get_urlpatterns(self):
        gone = {"add", "delete", "usage"}
        kept = [one for one in super().get_urlpatterns() if one.name not in gone]
        return [
            *kept,
            path("<int:pk>/hazirla/", PrepareView.as_view(), name="prepare"),
            path("<int:pk>/yayimla/", PublishView.as_view(), name="publish"),
        ]

    def get_common_view_kwargs(self, **kwargs):
        absent = dict.fromkeys(
            ("add_url_name", "delete_url_name", "usage_url_name"), None
        )
        return {**super().get_common_view_kwargs(**kwargs), **absent}
