"""The front page: what is on now, before anything else."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.blocks import BodyBlock
from pages.enums import Illustration, illustration_file
from pages.models.base import PublicPage
from programs.domain.queries import StopDay, coming_cards
from programs.models import Occurrence
from volunteers.domain.queries import next_call, open_calls

#: How many dates the front page shows, and among how many it looks for free ones.
_COMING = 6
_LOOKED_AT = 30


def first_to_join(number: int) -> list[Occurrence | StopDay]:
    """The next dates she can still register for; then others, if there is room."""
    coming = coming_cards(limit=_LOOKED_AT)
    return sorted(coming, key=lambda one: not one.may_join)[:number]


class HomePage(PublicPage, Page):
    intro = models.TextField(_("introduction"), blank=True)
    illustration = models.CharField(
        _("illustration"),
        max_length=20,
        choices=Illustration,
        default=Illustration.BAY,
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("illustration"),
        FieldPanel("body"),
    ]
    search_fields = PublicPage.search_fields
    api_fields = [APIField("intro"), APIField("illustration"), APIField("body")]
    override_translatable_fields = [
        TranslatableField("intro"),
        TranslatableField("body"),
        SynchronizedField("illustration", overridable=False),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.ProgramPage",
        "pages.VolunteeringPage",
        "pages.ContentPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def illustration_file(self) -> str:
        return illustration_file(self.illustration)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["occurrences"] = first_to_join(_COMING)
        context["calls"] = open_calls()
        context["next_call"] = None if context["calls"] else next_call()
        context["themes"] = [
            page
            for page in self.get_children().live().public().specific()
            if hasattr(page, "card_summary")
        ]
        return context
