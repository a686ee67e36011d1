"""What people are told about their data, and when they were told it."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import EntryChannel, Process
from people.models.frozen import FrozenText, FrozenTextQuerySet


class NoticeQuerySet(FrozenTextQuerySet["Notice"]):
    def current(self, process: str, language: str) -> "Notice | None":
        """The newest published text; in the site's language until it is translated."""
        published = self.filter(process=process, published_at__isnull=False)
        return (
            published.filter(language=language).order_by("-version").first()
            or published.filter(language=settings.LANGUAGE_CODE)
            .order_by("-version")
            .first()
        )


class Notice(FrozenText):
    """One version of one notice in one language. Frozen once it is published."""

    FROZEN = frozenset(
        {
            "process", "language", "version", "summary", "body", "sha256",
            "published_at", "informs_again",
        }
    )  # fmt: skip

    process = models.CharField(_("process"), max_length=20, choices=Process)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(_("version"), editable=False)
    summary = models.TextField(_("short text"), help_text=_("Shown before the form."))
    body = models.TextField(_("full text"))
    sha256 = models.CharField(max_length=64, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    #: The purpose changed: whoever was told an earlier text is shown this one.
    informs_again = models.BooleanField(_("people are told again"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        permissions = [("view_inventory", _("Can see the processing inventory"))]
        ordering = ["process", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "language", "version"], name="one_notice_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_process_display()} · {self.language} · v{self.version}"

    def is_in_force(self) -> bool:
        return self.published_at is not None

    def digest(self) -> str:
        return hashlib.sha256(f"{self.summary}\n\n{self.body}".encode()).hexdigest()

    def clean(self) -> None:
        if (
            self.pk
            and Notice.objects.filter(pk=self.pk, published_at__isnull=False).exists()
        ):
            raise ValidationError(
                _("A published text cannot be changed; write a new version.")
            )


class NoticeReceipt(models.Model):
    """She was shown this version, in this language, at this moment."""

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="notice_receipts"
    )
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    shown_at = models.DateTimeField(_("shown at"))
    #: How she came to know it; empty for receipts from before this was noted.
    shown_through = models.CharField(
        _("shown through"), max_length=8, choices=EntryChannel, blank=True, default=""
    )

    class Meta:
        verbose_name = _("notice shown")
        verbose_name_plural = _("notices shown")
        ordering = ["-shown_at"]

    def __str__(self) -> str:
        return f"{self.notice} ({self.pk})"
