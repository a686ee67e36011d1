"""One row for each human the municipality holds data on."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from language.turkish import fold_tr, tr_sort_key
from people.enums import AgeBand, ContactChannel, District, EntryChannel, SafeTime
from people.fields import age_band_of, age_on, validate_name
from people.models.labels import QuickLabels
from people.models.recusal import not_recused
from people.roles import SEE_PROTECTED, sees_own_entries_only

#: Fewer digits of a phone would find too many.
FEWEST_DIGITS = 4
#: A shorter piece of a name is taken as the beginning of a word.
_SHORTEST_FRAGMENT = 3
_CODE = re.compile(r"\s*[kK]-?(?P<pk>[0-9]{1,12})\s*", re.ASCII)
_PHONE = re.compile(r"[\s0-9()+./-]+", re.ASCII)


def pk_of_code(code: str) -> int | None:
    """The key of the record that "K-000123" names; None for other words."""
    named = _CODE.fullmatch(code)
    return int(named["pk"]) if named else None


def _name_holds(word: str) -> models.Q:
    if len(word) >= _SHORTEST_FRAGMENT:
        return models.Q(name_fold__contains=word)
    # Two letters stand somewhere in every second name; the index could not help.
    return models.Q(name_fold__startswith=word) | models.Q(
        name_fold__contains=f" {word}"
    )


def _phone_fits(digits: str, *, is_full: bool) -> models.Q:
    """ "0532 123 45 67", "+90 532 …", "532…" and the last digits of either."""
    if is_full:
        return models.Q(phone__startswith=f"+{digits}")
    if digits.startswith("00"):
        whole = f"+{digits[2:]}"
    elif digits.startswith("0"):
        whole = f"+90{digits[1:]}"
    else:
        whole = f"+{digits}"
    return models.Q(phone__startswith=whole) | models.Q(phone__endswith=digits)


def persons_seen_by(user: Any) -> models.Q:
    """`PersonQuerySet.visible_to` as a condition."""
    seen = not_recused(user, "pk")
    if not user.has_perm(SEE_PROTECTED):
        seen &= models.Q(is_protected=False)
    if sees_own_entries_only(user, view="people.view_person"):
        seen &= models.Q(entered_by=user)
    return seen


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """Whom a member of staff may see at all.

        Protected records are for few, a desk sees whom it entered itself, and nobody
        sees whom she knows too well to judge (`Recusal`). Which screens she may open
        is another question: ask her permissions.
        """
        return self.filter(persons_seen_by(user))

    def known(self) -> "PersonQuerySet":
        """Without anonymized records and those that were merged into another."""
        return self.filter(anonymized_at__isnull=True)

    def named_like(self, fragment: str) -> "PersonQuerySet":
        """Whose folded name holds every word of `fragment`, in any spelling."""
        matching = self
        for word in fold_tr(fragment).split():
            matching = matching.filter(_name_holds(word))
        return matching

    def found_by(self, query: str) -> "PersonQuerySet":
        """By name, by code "K-000123", by e-mail, or by phone as people write it."""
        if (pk := pk_of_code(query)) is not None:
            return self.filter(pk=pk)
        if "@" in query:
            # Addresses are kept in lower-case ASCII.
            return self.filter(email__contains=fold_tr(query))
        if _PHONE.fullmatch(query):
            digits = re.sub(r"\D", "", query)
            if len(digits) >= FEWEST_DIGITS:
                return self.filter(_phone_fits(digits, is_full="+" in query))
        return self.named_like(query)

    def in_name_order(self) -> "PersonQuerySet":
        return self.order_by("sort_key", "pk")

    def found_in_name_order(self) -> "PersonQuerySet":
        """`in_name_order` for what a search found.

        PostgreSQL would read the whole table in this order, hoping to meet the page
        soon; sorted by an expression, it takes the few that the trigrams find.
        """
        return self.order_by(Concat("sort_key", models.Value("")), "pk")

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


class Person(QuickLabels):
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
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    is_protected = models.BooleanField(
        _("protected"),
        default=False,
        help_text=_("Hides the record from everybody but two roles."),
    )
    anonymized_at = models.DateTimeField(
        _("anonymized at"), null=True, blank=True, editable=False
    )
    #: Where everything about her went when two records turned out to be one woman.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_records",
        verbose_name=_("merged into"),
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
        indexes = [
            models.Index(fields=["phone"]),
            # Without it a likely double is looked for in every row.
            models.Index(fields=["email"]),
            models.Index(fields=["birth_date"]),
            models.Index(fields=["district"]),
            # The few that most of staff must not see, found without reading the rest.
            models.Index(
                fields=["id"],
                condition=models.Q(is_protected=True),
                name="protected_people",
            ),
        ]
        permissions = [
            ("see_protected", _("Can see protected people")),
            ("erase_person", _("Can erase people")),
            ("export_person", _("Can export lists of people")),
            ("view_own_entries", _("Can see what she entered herself")),
            ("merge_person", _("Can merge records of one person")),
            ("protect_person", _("Can protect people")),
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
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | models.Q(anonymized_at__isnull=False),
                name="merged_person_is_anonymized",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("pk")),
                name="person_merged_into_another",
            ),
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
