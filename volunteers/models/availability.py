"""When interviewers can hold interviews, and when they cannot."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from volunteers.enums import Weekday
from volunteers.models.call import Call


class AvailabilityWindow(models.Model):
    """Hours that come back every week; interview times follow from them.

    Whoever is free on a single day enters a window that begins and ends on it.
    """

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="windows", verbose_name=_("call")
    )
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="availability_windows",
        verbose_name=_("interviewer"),
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("together with"),
        help_text=_("The second interviewer; leave empty to hold them alone."),
    )
    weekday = models.CharField(_("day of the week"), max_length=3, choices=Weekday)
    first = models.TimeField(_("first interview at"))
    until = models.TimeField(_("until"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes for each"),
        default=30,
        validators=[MinValueValidator(10), MaxValueValidator(240)],
    )
    is_online = models.BooleanField(_("online"), default=False)
    place = TranslatedTextField(
        _("place"),
        max_length=200,
        help_text=_("In words, with how to get there; or the address of the meeting."),
    )
    from_day = models.DateField(_("from"), default=timezone.localdate)
    until_day = models.DateField(_("until the end of"))

    class Meta:
        verbose_name = _("available hours")
        verbose_name_plural = _("available hours")
        ordering = ["interviewer", "from_day", "first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("first")),
                name="window_ends_after_it_begins",
                violation_error_message=_("The hours end before they begin."),
            ),
            models.CheckConstraint(
                condition=models.Q(until_day__gte=models.F("from_day")),
                name="window_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=10), name="window_interview_lasts"
            ),
        ]

    def __str__(self) -> str:
        first = date_format(self.first, "H.i")
        until = date_format(self.until, "H.i")
        return f"{self.get_weekday_display()} {first}–{until}"

    def clean(self) -> None:
        if self.colleague_id and self.colleague_id == self.interviewer_id:
            raise ValidationError(
                {"colleague": _("The second interviewer is somebody else.")}
            )


class Absence(models.Model):
    """Hours or days without interviews, of one interviewer or of everybody."""

    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="interview_absences",
        verbose_name=_("interviewer"),
        help_text=_("Leave empty when nobody holds interviews."),
    )
    from_day = models.DateField(_("from"))
    until_day = models.DateField(_("until the end of"))
    first = models.TimeField(
        _("from the hour"),
        null=True,
        blank=True,
        help_text=_("Leave empty for whole days."),
    )
    until = models.TimeField(_("until the hour"), null=True, blank=True)

    class Meta:
        verbose_name = _("time off")
        verbose_name_plural = _("times off")
        ordering = ["from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_day__gte=models.F("from_day")),
                name="absence_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(first__isnull=True, until__isnull=True)
                | models.Q(until__gt=models.F("first")),
                name="absence_hours_in_order",
                violation_error_message=_("Give both hours, the earlier one first."),
            ),
        ]

    def __str__(self) -> str:
        days = [date_format(self.from_day, "SHORT_DATE_FORMAT")]
        if self.until_day != self.from_day:
            days.append(date_format(self.until_day, "SHORT_DATE_FORMAT"))
        return " – ".join(days)

    def clean(self) -> None:
        if (self.first is None) != (self.until is None):
            raise ValidationError(_("Give both hours, the earlier one first."))
