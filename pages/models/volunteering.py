"""The page of a volunteer project: its open calls appear by themselves."""

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
from volunteers.domain.queries import next_call, open_calls


class VolunteeringPage(PublicPage, Page):
    card_summary = models.TextField(
        _("summary on cards"), blank=True, help_text=_("One or two sentences.")
    )
    intro = models.TextField(_("introduction"), blank=True)
    illustration = models.CharField(
        _("illustration"),
        max_length=20,
        choices=Illustration,
        default=Illustration.VOLUNTEERS,
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("card_summary"),
        FieldPanel("intro"),
        FieldPanel("illustration"),
        FieldPanel("body"),
    ]
    searched_words = ("card_summary", "intro", "body")
    search_fields = PublicPage.search_fields
    api_fields = [
        APIField("card_summary"),
        APIField("intro"),
        APIField("illustration"),
        APIField("body"),
    ]
    override_translatable_fields = [
        TranslatableField("card_summary"),
        TranslatableField("intro"),
        TranslatableField("body"),
        SynchronizedField("illustration", overridable=False),
    ]

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("volunteering page")
        verbose_name_plural = _("volunteering pages")

    @property
    def illustration_file(self) -> str:
        return illustration_file(self.illustration)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["calls"] = open_calls()
        context["next_call"] = None if context["calls"] else next_call()
        return context
