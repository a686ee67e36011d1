"""Credentials without passwords: private links, and tokens of other front ends."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import LinkPurpose


class PrivateLink(models.Model):
    """A 128-bit token, kept only as its hash, that opens one thing for one person."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("opens"), max_length=20, choices=LinkPurpose)
    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="private_links"
    )
    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    #: Of links that open once: when they did.
    used_at = models.DateTimeField(_("opened at"), null=True)

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        indexes = [models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return self.get_purpose_display()

    @property
    def is_open(self) -> bool:
        return (
            self.revoked_at is None
            and self.used_at is None
            and self.expires_at > timezone.now()
        )


class ApiClient(models.Model):
    """A front end's server that may submit for its visitors."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
