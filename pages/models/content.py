"""A page of text: notices, contact, accessibility, services, safety."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import BooleanField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.blocks import BodyBlock
from pages.models.base import PublicPage


class ContentPage(PublicPage, Page):
    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "Shows the exit button here and on all pages below, hides the title in "
            "the browser, and keeps the page out of caches and search engines."
        ),
    )
    show_in_footer = models.BooleanField(_("link in the footer"), default=False)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    promote_panels = [*Page.promote_panels, FieldPanel("show_in_footer")]
    settings_panels = [*Page.settings_panels, FieldPanel("is_sensitive")]
    search_fields = PublicPage.search_fields
    api_fields = [
        APIField("intro"),
        APIField("body"),
        APIField("is_sensitive", BooleanField(source="is_sensitive_here")),
    ]
    override_translatable_fields = [
        TranslatableField("intro"),
        TranslatableField("body"),
        SynchronizedField("is_sensitive", overridable=False),
        SynchronizedField("show_in_footer", overridable=False),
    ]

    parent_page_types = ["pages.HomePage", "pages.ContentPage"]
    subpage_types = ["pages.ContentPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    @property
    def is_sensitive_here(self) -> bool:
        if self.is_sensitive:
            return True
        above = ContentPage.objects.ancestor_of(self)
        return bool(above.filter(is_sensitive=True).exists())
