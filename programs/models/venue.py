"""Where courses are held, and what they teach."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from language.translated import TranslatedTextField
from people.enums import District


class Venue(models.Model):
    """A course centre. Its name is a name: the same in every language."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    district = models.CharField(_("district"), max_length=20, choices=District)
    address = models.CharField(_("address"), max_length=200, blank=True)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Offered where a departure is entered.")
    )

    class Meta:
        verbose_name = _("course centre")
        verbose_name_plural = _("course centres")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class CourseField(ClusterableModel):
    """A field of work, such as textiles, with its branches."""

    name = TranslatedTextField(_("name"), max_length=120)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("course field")
        verbose_name_plural = _("course fields")
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return str(self.name)


class CourseBranch(models.Model):
    """What one course teaches, such as pattern making."""

    field = ParentalKey(
        CourseField,
        on_delete=models.PROTECT,
        related_name="branches",
        verbose_name=_("course field"),
    )
    name = TranslatedTextField(_("name"), max_length=120)
    sort = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    #: Lets staff move the rows of the form up and down.
    sort_order_field = "sort"

    class Meta:
        verbose_name = _("course branch")
        verbose_name_plural = _("course branches")
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return str(self.name)
