"""The page of one program: its coming dates appear by themselves."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.blocks import BodyBlock
from pages.enums import Illustration, illustration_file
from pages.models.base import PublicPage
from programs.domain.queries import coming_cards, meetings_to_ask_for
from programs.filters import CourseFilter
from programs.models import Program


class ProgramPage(PublicPage, Page):
    """Editorial words around a program, which itself exists once for all languages."""

    program = models.ForeignKey(
        Program,
        models.PROTECT,
        related_name="pages",
        verbose_name=_("program"),
    )
    card_summary = models.TextField(
        _("summary on cards"), blank=True, help_text=_("One or two sentences.")
    )
    intro = models.TextField(_("introduction"), blank=True)
    illustration = models.CharField(
        _("illustration"), max_length=20, choices=Illustration, default=Illustration.BAY
    )
    audience = models.TextField(_("for whom"), blank=True)
    cost = models.CharField(_("cost"), max_length=160, blank=True)
    needed = models.TextField(_("what is needed"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("program"),
        FieldPanel("card_summary"),
        FieldPanel("intro"),
        FieldPanel("illustration"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("cost"), FieldPanel("needed")],
            heading=_("In brief"),
        ),
        FieldPanel("body"),
    ]
    searched_words = (
        "card_summary",
        "intro",
        "audience",
        "cost",
        "needed",
        "body",
    )
    search_fields = PublicPage.search_fields
    api_fields = [
        APIField("program"),
        APIField("card_summary"),
        APIField("intro"),
        APIField("illustration"),
        APIField("audience"),
        APIField("cost"),
        APIField("needed"),
        APIField("body"),
    ]
    override_translatable_fields = [
        TranslatableField("card_summary"),
        TranslatableField("intro"),
        TranslatableField("audience"),
        TranslatableField("cost"),
        TranslatableField("needed"),
        TranslatableField("body"),
        SynchronizedField("program", overridable=False),
        SynchronizedField("illustration", overridable=False),
    ]

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("program page")
        verbose_name_plural = _("program pages")

    @property
    def illustration_file(self) -> str:
        return illustration_file(self.illustration)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        courses = CourseFilter(request.GET, program=self.program)
        context["course_filter"] = courses
        context["occurrences"] = coming_cards(program=self.program, **courses.chosen)
        context["asked_for"] = meetings_to_ask_for(self.program)
        return context
