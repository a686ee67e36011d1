"""Applications that somebody began and has not sent, and the files of both."""

import json
import secrets
import uuid
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import FileKind
from people.private_files import private_storage
from people.sealed_fields import SealedTextField
from volunteers.models.application import Application
from volunteers.models.call import Call


def _key() -> str:
    return uuid.uuid4().hex


def _code() -> str:
    return secrets.token_hex(8)


class ApplicationDraftQuerySet(models.QuerySet["ApplicationDraft"]):
    def open(self, now: datetime | None = None) -> "ApplicationDraftQuerySet":
        return self.filter(expires_at__gt=now or timezone.now())


class ApplicationDraft(models.Model):
    """A form that is not sent yet. It is gone once it is sent, or when it expires.

    `content` is what her browser posted, sealed: `{"steps": {...}, "partial": {...}}`,
    steps that were checked and what she typed since. The marks are keyed digests of
    the address and number in it, by which an erasure finds it.
    """

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="drafts", verbose_name=_("call")
    )
    #: Entered when she asks for a link: somebody has to be written to.
    person = models.ForeignKey(
        "people.Person",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="application_drafts",
        verbose_name=_("person"),
    )
    #: Two clicks on "send" are one application.
    key = models.CharField(max_length=32, unique=True, default=_key, editable=False)
    content = SealedTextField(_("what she filled in"), blank=True)
    email_mark = models.CharField(max_length=64, blank=True, db_index=True)
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    #: Mark of the address that answered: its link was opened.
    confirmed_mark = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))

    objects = ApplicationDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("application not sent yet")
        verbose_name_plural = _("applications not sent yet")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"T-{self.pk or 0:06d}"

    def filled_in(self) -> dict[str, dict[str, dict[str, list[str]]]]:
        """`steps` and `partial`: step -> name of the field -> values as posted."""
        content: dict[str, Any] = json.loads(self.content) if self.content else {}
        return {"steps": {}, "partial": {}, **content}

    def fill_in(self, content: dict[str, Any]) -> None:
        self.content = json.dumps(content, ensure_ascii=False)


def _neutral_path(row: "ApplicationFile", filename: str) -> str:
    """A name that tells nothing; what she called it is not kept."""
    name = secrets.token_hex(16)
    return str(PurePath("basvuru", name[:2], f"{name}.{row.kind}"))


class ApplicationFile(models.Model):
    """An uploaded answer, checked. It belongs to a draft until that is sent.

    Its bytes go with the row, however that is deleted.
    """

    draft = models.ForeignKey(
        ApplicationDraft, models.CASCADE, null=True, blank=True, related_name="files"
    )
    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="files"
    )
    code = models.CharField(max_length=16, unique=True, default=_code, editable=False)
    question = models.CharField(_("question"), max_length=50)
    stored = models.FileField(storage=private_storage, upload_to=_neutral_path)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(_("size"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    class Meta:
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True, application__isnull=False)
                | models.Q(draft__isnull=False, application__isnull=True),
                name="file_of_draft_or_application",
            ),
            models.UniqueConstraint(
                fields=["draft", "question"], name="one_file_per_question_of_draft"
            ),
            models.UniqueConstraint(
                fields=["application", "question"],
                name="one_file_per_question_of_application",
            ),
        ]

    def __str__(self) -> str:
        return f"B-{self.pk or 0:06d}"

    def as_answer(self) -> dict[str, Any]:
        """What stands among the answers."""
        return {"code": self.code, "kind": self.kind, "size": self.size}

    @property
    def download_name(self) -> str:
        """Names the application, not her."""
        return f"{self.application}-{self.pk}.{self.kind}"


@receiver(post_delete, sender=ApplicationFile)
def forget_bytes(sender: type, instance: ApplicationFile, **kwargs: Any) -> None:
    """After the commit, so that a rollback loses nothing."""
    if instance.stored:
        transaction.on_commit(
            partial(instance.stored.storage.delete, instance.stored.name)
        )
