"""What the whole site says about itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from language.translated import TranslatedTextField
from people.row_panels import RowsPanel

#: Weather: it concerns everybody, so it betrays nobody.
NEUTRAL_PAGE = "https://www.mgm.gov.tr/"

_dialable = RegexValidator(
    r"^[0-9+() ]*$", _("Write digits, spaces, brackets and + only.")
)


def dialable(number: str) -> str:
    """The number as a `tel:` address takes it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """Who runs this site, whom to call, and where the exit button leads."""

    organization_name = TranslatedTextField(
        _("organization"), max_length=160, blank=True
    )
    help_phone = models.CharField(
        _("help phone"),
        max_length=30,
        blank=True,
        validators=[_dialable],
        help_text=_(
            "For those who cannot use the forms. Leave it empty while there is none."
        ),
    )
    exit_url = models.URLField(
        _("where the exit button leads"),
        default=NEUTRAL_PAGE,
        help_text=_("An everyday page of another site, the same for everybody."),
    )

    panels = [
        FieldPanel("organization_name"),
        FieldPanel("help_phone"),
        FieldPanel("exit_url"),
        RowsPanel("emergency_lines", label=_("Emergency line")),
    ]

    class Meta:
        verbose_name = _("site information")

    @classmethod
    def of(cls, request: HttpRequest) -> "SiteSettings":
        """Those of the site asked for; the defaults where no site answers."""
        try:
            return cls.for_request(request)
        except cls.DoesNotExist:
            return cls()

    @property
    def help_phone_link(self) -> str:
        return dialable(self.help_phone)


class EmergencyLine(Orderable):
    """A number to call, with the day somebody last made sure that it is right."""

    settings = ParentalKey(
        SiteSettings, on_delete=models.CASCADE, related_name="emergency_lines"
    )
    name = TranslatedTextField(_("name"), max_length=120)
    footer_label = TranslatedTextField(
        _("words before the number in the footer"), max_length=60, blank=True
    )
    number = models.CharField(
        _("number"), max_length=30, blank=True, validators=[_dialable]
    )
    note = TranslatedTextField(_("explanation"), max_length=300, blank=True)
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last checked that this line is right."),
    )
    shown_in_footer = models.BooleanField(_("shown in the footer"), default=False)

    panels = [
        FieldPanel("name"),
        FieldPanel("number"),
        FieldPanel("note"),
        FieldPanel("verified_on"),
        FieldPanel("shown_in_footer"),
        FieldPanel("footer_label"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("emergency line")
        verbose_name_plural = _("emergency lines")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def tel(self) -> str:
        return dialable(self.number)
