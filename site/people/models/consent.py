"""Consents: one for each purpose, never a condition, append-only."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from people.enums import ConsentAction, EntryChannel
from people.models.frozen import FrozenText, FrozenTextQuerySet


class ConsentPurpose(models.Model):
    """One thing that may be agreed to, apart from everything else."""

    key = models.SlugField(_("key"), unique=True)
    name = TranslatedTextField(_("name"), max_length=120)
    active = models.BooleanField(_("asked"), default=True)
    #: Which meaning is in force; a consent to an earlier one no longer counts.
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)

    class Meta:
        verbose_name = _("consent purpose")
        verbose_name_plural = _("consent purposes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)


class ConsentText(FrozenText):
    """The sentence beside the box, in one language and version."""

    FROZEN = frozenset(
        {
            "purpose_id", "language", "version", "text", "sha256", "published_at",
            "asks_again",
        }
    )  # fmt: skip

    purpose = models.ForeignKey(
        ConsentPurpose,
        models.PROTECT,
        related_name="texts",
        verbose_name=_("consent purpose"),
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(_("text"))
    #: The meaning it words; the same in each language once all have caught up.
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    #: Empty only for texts from before this was noted.
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    #: What is agreed to changed: a consent given before this version no longer counts.
    asks_again = models.BooleanField(
        _("people are asked again"),
        default=False,
        help_text=_(
            "Mark this when the sentence now means something else. Consents given "
            "until now stop counting, and everybody is asked anew. Leave it empty "
            "when only the wording was mended."
        ),
    )

    objects = FrozenTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "version"],
                name="one_consent_text_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.language} · v{self.version}"

    def is_in_force(self) -> bool:
        return True

    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = self.digest()
        super().save(*args, **kwargs)


class RecordsAreKept(TypeError):
    """Somebody tried to change or to delete what proves a consent."""


class ConsentRecordQuerySet(models.QuerySet["ConsentRecord"]):
    def update(self, **kwargs: Any) -> int:
        # Two records of one woman may be put together; what she said stays.
        if not set(kwargs) <= {"person", "person_id"}:
            raise RecordsAreKept("A consent record is never changed.")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise RecordsAreKept("A consent record is never deleted; see expunge().")

    def expunge(self) -> int:
        """Delete for good: only when the time of keeping the proof is over."""
        deleted, _by_model = super().delete()
        return deleted

    def in_force(self) -> "ConsentRecordQuerySet":
        """Of the meaning that is asked today."""
        return self.filter(text__edition=models.F("text__purpose__edition"))


class ConsentRecord(models.Model):
    """She gave or withdrew a consent. Rows are added, never changed.

    A trigger of the database refuses to change what was said, when and how; rows go
    only with the person herself, or by `expunge`.
    """

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="consent_records"
    )
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="records")
    action = models.CharField(_("action"), max_length=10, choices=ConsentAction)
    at = models.DateTimeField(_("at"))
    entered_through = models.CharField(
        _("entered through"), max_length=8, choices=EntryChannel
    )

    objects = ConsentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.text} ({self.action})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise RecordsAreKept("A consent record is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise RecordsAreKept("A consent record is never deleted.")

    @property
    def counts(self) -> bool:
        """Given, and to the meaning that is asked today."""
        return (
            self.action == ConsentAction.GIVEN
            and self.text.edition == self.text.purpose.edition
        )
