"""Every message is a row, written in the transaction of what it tells about."""

import hashlib

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.enums import MessageState, Route, StateReason
from people.sealing import unseal

#: Stands in the stored body where the private link goes.
LINK_MARK = "[[link]]"


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        """Waiting, and the moment of the next try has come."""
        return self.filter(
            state__in=MessageState.deliverable, next_attempt_at__lte=timezone.now()
        )

    def to_tell(self) -> "MessageQuerySet":
        """What a member of staff has to tell somebody."""
        return self.filter(state=MessageState.BY_HAND)


class Message(models.Model):
    """Composed by `messaging.domain.outbox.queue_message`, moved by `delivery` only."""

    key = models.CharField(_("key"), max_length=120, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="messages", verbose_name=_("to")
    )
    template = models.CharField(_("kind"), max_length=60)
    route = models.CharField(_("way"), max_length=8, choices=Route)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    sealed_link = models.TextField(blank=True, editable=False)
    calendar = models.TextField(_("calendar file"), blank=True)

    about_type = models.ForeignKey(ContentType, models.SET_NULL, null=True)
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")

    state = models.CharField(
        _("state"), max_length=12, choices=MessageState, default=MessageState.QUEUED
    )
    reason = models.CharField(
        _("reason"), max_length=20, choices=StateReason, blank=True, default=""
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_attempt_at = models.DateTimeField(_("next try"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    #: The provider's own name for it; what a bounce is recognized by.
    provider_id = models.CharField(
        max_length=200, blank=True, editable=False, db_index=True
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"]),
            models.Index(fields=["about_type", "about_id"]),
            models.Index(fields=["-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.pk})"

    @property
    def full_body(self) -> str:
        """The text as she reads it; staff see that a link was not kept."""
        if LINK_MARK not in self.body:
            return self.body
        link = unseal(self.sealed_link) if self.sealed_link else ""
        return self.body.replace(LINK_MARK, link or gettext("(link no longer kept)"))


class BrokenRoute(models.Model):
    """What is sent to this address of hers comes back. A new address starts afresh."""

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="broken_routes"
    )
    route = models.CharField(_("way"), max_length=8, choices=Route)
    address_hash = models.CharField(max_length=64, editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=StateReason)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("broken route")
        verbose_name_plural = _("broken routes")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "route", "address_hash"], name="route_broken_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()} ({self.pk})"

    @staticmethod
    def hash_of(address: str) -> str:
        return hashlib.sha256(address.encode()).hexdigest()

    def is_about(self, address: str) -> bool:
        return self.address_hash == self.hash_of(address)
