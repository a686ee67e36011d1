"""One row for each human the municipality holds data on."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from language.turkish import fold_tr, tr_sort_key
from people.enums import AgeBand, ContactChannel, District, EntryChannel, SafeTime
from people.fields import age_band_of, age_on, validate_name


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """Whom a member of staff may see at all: protected records are for few."""
        if user.has_perm("people.see_protected"):
            return self
        return self.filter(is_protected=False)

    def named_like(self, fragment: str) -> "PersonQuerySet":
        """Whose folded name holds every word of `fragment`, in any spelling."""
        matching = self
        for word in fold_tr(fragment).split():
            matching = matching.filter(name_fold__contains=word)
        return matching

    def in_name_order(self) -> "PersonQuerySet":
        return self.order_by("sort_key", "pk")

    def possibly_same_as(self, person: "Person") -> "PersonQuerySet":
        """Others with her phone or birth date and her folded name.

        For staff's eyes only: no public answer may depend on it.
        """
        same = models.Q(pk__in=[])
        if person.phone:
            same |= models.Q(phone=person.phone)
        if person.email:
            same |= models.Q(email=person.email)
        if person.birth_date and person.name_fold:
            same |= models.Q(birth_date=person.birth_date, name_fold=person.name_fold)
        return self.filter(same).exclude(pk=person.pk)


class Person(models.Model):
    """A participant, volunteer or companion, once.

    A record entered by the public is never joined to an older one by the software:
    that would tell a stranger whether somebody is known. Staff see likely doubles.
    """

    given_name = models.CharField(
        _("given name"), max_length=80, validators=[validate_name]
    )
    family_name = models.CharField(
        _("family name"), max_length=80, validators=[validate_name]
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = PhoneNumberField(_("mobile phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    district = models.CharField(
        _("district"), max_length=20, choices=District, blank=True
    )
    neighborhood = models.CharField(_("neighborhood"), max_length=80, blank=True)
    language = models.CharField(
        _("language"),
        max_length=8,
        choices=[("tr", "Türkçe"), ("en", "English")],
        default="tr",
    )

    contact_channel = models.CharField(
        _("how to reach her"),
        max_length=12,
        choices=ContactChannel,
        default=ContactChannel.EMAIL,
    )
    safe_time = models.CharField(
        _("safe time to call"), max_length=12, choices=SafeTime, default=SafeTime.ANY
    )
    may_leave_message = models.BooleanField(_("a message may be left"), default=False)
    hide_organization = models.BooleanField(
        _("do not name the organization if somebody else answers"), default=True
    )

    entered_through = models.CharField(
        _("entered through"),
        max_length=8,
        choices=EntryChannel,
        default=EntryChannel.WEB,
    )
    is_protected = models.BooleanField(
        _("protected"),
        default=False,
        help_text=_("Hides the record from everybody but two roles."),
    )
    anonymized_at = models.DateTimeField(
        _("anonymized at"), null=True, blank=True, editable=False
    )
    age_band = models.CharField(
        _("age when entered"),
        max_length=8,
        choices=AgeBand,
        blank=True,
        default="",
        editable=False,
        help_text=_("Stands for the date of birth once that is gone."),
    )
    name_fold = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["phone"]), models.Index(fields=["birth_date"])]
        permissions = [
            ("see_protected", _("Can see protected people")),
            ("erase_person", _("Can erase people")),
            ("export_person", _("Can export lists of people")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(anonymized_at__isnull=True)
                | models.Q(
                    given_name="",
                    family_name="",
                    phone="",
                    email="",
                    birth_date__isnull=True,
                    neighborhood="",
                ),
                name="anonymized_person_has_no_name",
                violation_error_message=_(
                    "This record was anonymized; nobody is known by it."
                ),
            )
        ]

    def __str__(self) -> str:
        # Audit rows, error reports and page titles take str(): never a name.
        return f"K-{self.pk or 0:06d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search_columns()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "name_fold", "sort_key"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.anonymized_at:
            raise ValidationError(
                _("This record was anonymized; nobody is known by it.")
            )

    @property
    def full_name(self) -> str:
        """Her name; the code of the record where it is no longer known."""
        return f"{self.given_name} {self.family_name}".strip() or str(self)

    @property
    def guarded_name(self) -> str:
        """For lists that others may see: the given name and one initial."""
        if not self.given_name:
            return str(self)
        return f"{self.given_name} {self.family_name[:1]}.".strip()

    def age_on(self, day: date) -> int | None:
        return age_on(self.birth_date, day) if self.birth_date else None

    @property
    def age_band_when_entered(self) -> AgeBand:
        """The same before and after she was anonymized, whatever day it is asked."""
        if self.birth_date is None:
            return AgeBand(self.age_band)
        return age_band_of(age_on(self.birth_date, timezone.localdate(self.created_at)))

    def fill_search_columns(self) -> None:
        self.name_fold = fold_tr(f"{self.given_name} {self.family_name}")[:200]
        self.sort_key = tr_sort_key(f"{self.family_name} {self.given_name}")[:400]
