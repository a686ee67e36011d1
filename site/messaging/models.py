"""Every message is a row, written in the transaction of what it tells about."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from messaging.batches import rows_decided_by
from messaging.enums import (
    CalendarMethod,
    MessageState,
    ReportKind,
    Route,
    StateReason,
    ToldHow,
)
from messaging.nights import by_day
from people.models.recusal import not_recused
from people.permissions import ScopedPolicy
from people.prepared import PreparedQuery, Statement
from people.roles import SEE_PROTECTED, VIEW_OWN_ENTRIES
from people.sealed_fields import SealedTextField, Unreadable
from people.sealing import unseal

CHANGE_MESSAGE = "messaging.change_message"
#: Stands in the stored body where the private link goes.
LINK_MARK = "[[link]]"
#: Messages held about what is as near as this must not wait for another day.
PRESSING_WITHIN = timedelta(hours=24)


class Batch(models.Model):
    """Messages of one decision, held until a member of staff has read them."""

    #: A key of `messaging.batches`, which has the words.
    label = models.CharField(_("occasion"), max_length=60, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    made_at = models.DateTimeField(_("decided at"), default=timezone.now)

    about_type = models.ForeignKey(ContentType, models.SET_NULL, null=True)
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    #: After it the messages would come too late.
    needed_by = models.DateTimeField(_("to be sent before"), null=True, editable=False)

    class Meta:
        verbose_name = _("messages to review")
        verbose_name_plural = _("messages to review")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"])]

    def __str__(self) -> str:
        return f"{self.label} ({self.pk})"

    @property
    def is_pressing(self) -> bool:
        """Whether somebody has to look at it today."""
        return (
            self.needed_by is not None
            and self.needed_by - timezone.now() <= PRESSING_WITHIN
        )


class BatchText(models.Model):
    """The text that messages of a batch share, with `{placeholders}` still in it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="texts")
    template = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("shared text")
        verbose_name_plural = _("shared texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "template", "language"], name="one_shared_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.pk})"


def _staff(name: Promise) -> models.ForeignKey:
    """Who of the staff did something to a message."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=name,
    )


def about_rows_seen_by(user: Any) -> models.Q:
    """Of which kind a row is only its own policy can tell who may see it."""
    found = models.Q(pk__in=[])
    kinds = Message.objects.order_by().values_list("about_type", flat=True).distinct()
    for content_type in ContentType.objects.filter(pk__in=kinds):
        model = content_type.model_class()
        if model and (policy := policy_registry.get_by_type(model)):
            rows = policy.instances_user_has_permission_for(user, "view")
            found |= models.Q(
                about_type=content_type, about_id__in=rows.order_by().values("pk")
            )
    return found


def about_rows_withheld_from(user: Any) -> models.Q:
    """What is about rows that their own policy keeps from who sees the kind."""
    found = models.Q(pk__in=[])
    kinds = Message.objects.order_by().values_list("about_type", flat=True).distinct()
    for content_type in ContentType.objects.filter(pk__in=kinds):
        model = content_type.model_class()
        policy = policy_registry.get_by_type(model) if model else None
        rows = policy.withheld_from(user) if isinstance(policy, ScopedPolicy) else None
        if rows is not None:
            # Whether it looks up each or reads all of them once, the database decides.
            this = rows.order_by().filter(pk=models.OuterRef("about_id"))
            found |= models.Q(about_type=content_type) & models.Q(models.Exists(this))
    return found


def about_rows_decided_by(user: Any) -> models.Q:
    """What is about rows on which she decides by her duty, as their apps say."""
    found = models.Q(pk__in=[])
    for rows in rows_decided_by(user):
        found |= models.Q(
            about_type=ContentType.objects.get_for_model(rows.model),
            about_id__in=rows.order_by().values("pk"),
        )
    return found


def about_people_seen_by(user: Any) -> models.Q:
    """Neither whom she keeps out of, nor, without the permission, who is protected."""
    seen = not_recused(user, "person")
    if user.has_perm(SEE_PROTECTED):
        return seen
    return seen & models.Q(person__is_protected=False)


def seen_by(user: Any) -> models.Q:
    """See `Message.objects.visible_to`."""
    people = about_people_seen_by(user)
    if user.has_perm("messaging.view_message"):
        return people & ~about_rows_withheld_from(user)
    found = about_rows_decided_by(user)
    if user.has_perm(VIEW_OWN_ENTRIES):
        found |= about_rows_seen_by(user) & ~about_rows_withheld_from(user)
    return people & found


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        """Waiting, and the next try is due; at night only what is urgent."""
        now = timezone.now()
        due = self.filter(state__in=MessageState.deliverable, next_attempt_at__lte=now)
        return due if by_day(now) == now else due.filter(urgent=True)

    def visible_to(self, user: Any) -> "MessageQuerySet":
        """What a member of staff may see.

        All with `view_message`, but what is about rows that are others' to see; a
        desk what is about the rows that it may see; who decides what is about the
        rows on which she does. To protected people nothing, without the permission.
        """
        return self.filter(seen_by(user))

    def decided_by(self, user: Any) -> "MessageQuerySet":
        """What is about rows on which she decides, whatever her groups say."""
        return self.filter(about_people_seen_by(user), about_rows_decided_by(user))

    def for_review(self, user: Any) -> "MessageQuerySet":
        """What she reads before it leaves, by permission or because she decides."""
        if user.has_perm("messaging.view_message") or user.has_perm(VIEW_OWN_ENTRIES):
            return self.visible_to(user)
        return self.decided_by(user)

    def changeable_by(self, user: Any) -> "MessageQuerySet":
        """What she may change, release or drop; without the permission, while held."""
        if user.has_perm(CHANGE_MESSAGE):
            return self.visible_to(user)
        return self.decided_by(user).held()

    def tellable_by(self, user: Any) -> "MessageQuerySet":
        """What she may note as told; without the permission, where she decides."""
        if user.has_perm(CHANGE_MESSAGE):
            return self.visible_to(user)
        return self.decided_by(user).to_tell()

    def to_tell(self) -> "MessageQuerySet":
        """What a member of staff has to tell somebody."""
        return self.filter(state=MessageState.BY_HAND)

    def held(self) -> "MessageQuerySet":
        """What waits for a member of staff to read it first."""
        return self.filter(state=MessageState.HELD)

    def needing_a_hand(self) -> "MessageQuerySet":
        """What she will not learn unless a member of staff does something."""
        return self.filter(state__in=MessageState.needing_a_hand)


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
    body = SealedTextField(_("text"))
    sealed_link = models.TextField(blank=True, editable=False)
    #: It goes to an address that is not her present one: one she has to confirm, or
    #: the one she had; what becomes of it says nothing on her present one.
    is_elsewhere = models.BooleanField(default=False, editable=False)
    #: That address, until the message has left.
    sealed_address = models.TextField(blank=True, editable=False)
    calendar = SealedTextField(_("calendar file"), blank=True)

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
    #: From this moment on it would tell her something that has passed.
    not_after = models.DateTimeField(_("useless after"), null=True, editable=False)
    #: May reach her at night.
    urgent = models.BooleanField(_("urgent"), default=False, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    #: The provider's own name for it; what a bounce is recognized by.
    provider_id = models.CharField(
        max_length=200, blank=True, editable=False, db_index=True
    )

    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, editable=False, related_name="messages"
    )
    #: Whose text it still follows; none once it was edited by itself.
    shared_text = models.ForeignKey(
        BatchText, models.SET_NULL, null=True, editable=False, related_name="messages"
    )
    #: What fills the placeholders of the shared text; kept only while it is held.
    #: Read and written as `values`.
    sealed_values = SealedTextField(blank=True, editable=False)
    released_by = _staff(_("released by"))
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    edited_by = _staff(_("edited by"))
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)
    cancelled_by = _staff(_("dropped by"))
    told_by = _staff(_("told by"))
    told_how = models.CharField(
        _("told how"), max_length=10, choices=ToldHow, blank=True, default=""
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
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MessageState.HELD) | Q(sent_at=None),
                name="held_message_not_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.HELD) | Q(shared_text=None),
                name="shared_text_only_while_held",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.HELD) | Q(batch__isnull=False),
                name="held_message_in_a_batch",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=MessageState.left) | Q(sent_at__isnull=False),
                name="sent_message_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(claimed_at__isnull=False),
                name="message_being_sent_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.pk})"

    @property
    def address(self) -> str:
        """Where it goes: hers for its route, or the one it was written to."""
        if self.is_elsewhere:
            return unseal(self.sealed_address) if self.sealed_address else ""
        if self.route == Route.EMAIL:
            return self.person.email
        return self.person.phone.as_e164 if self.person.phone else ""

    @property
    def words_on_her_page(self) -> str:
        """The text as she reads it behind her private link, without another one."""
        if not self.is_readable:
            return ""
        return self.body.replace(LINK_MARK, gettext("(on this page)"))

    @property
    def values(self) -> dict[str, str]:
        """Placeholder -> its words; none where they cannot be opened."""
        if not self.sealed_values or isinstance(self.sealed_values, Unreadable):
            return {}
        found: dict[str, str] = json.loads(self.sealed_values)
        return found

    @values.setter
    def values(self, given: Mapping[str, str]) -> None:
        words = {name: str(value) for name, value in given.items()}
        self.sealed_values = json.dumps(words, ensure_ascii=False) if words else ""

    @property
    def is_readable(self) -> bool:
        """Whether its words can be opened; what cannot must not be sent."""
        return not isinstance(self.body, Unreadable)

    @property
    def full_body(self) -> str:
        """The text as she reads it; staff see that a link was not kept."""
        if LINK_MARK not in self.body:
            return self.body
        link = unseal(self.sealed_link) if self.sealed_link else ""
        return self.body.replace(LINK_MARK, link or gettext("(link no longer kept)"))


class EarlyReport(models.Model):
    """What a provider told of a message before it stood here as sent.

    It leads to nobody: `name` is the provider's own word for a message, or ours for
    it in the provider's hands. Applied and deleted by `messaging.domain.reports`.
    """

    name = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=20, choices=ReportKind)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("early report of the provider")
        verbose_name_plural = _("early reports of the provider")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "kind"], name="early_report_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.pk})"


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


class DeliveryAttempt(models.Model):
    """One try to send a message and what came of it; rows are added, never changed."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="delivery_tries")
    at = models.DateTimeField(_("at"), default=timezone.now)
    number = models.PositiveSmallIntegerField(_("try"))
    route = models.CharField(_("way"), max_length=8, choices=Route)
    outcome = models.CharField(_("outcome"), max_length=12, choices=MessageState)
    reason = models.CharField(
        _("reason"), max_length=20, choices=StateReason, blank=True, default=""
    )

    class Meta:
        verbose_name = _("try to send")
        verbose_name_plural = _("tries to send")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.number}"


class DueRun(models.Model):
    """When a piece of the due work ran last, and who holds it now."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    held_until = models.DateTimeField(_("held until"), null=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    failed_at = models.DateTimeField(_("failed at"), null=True)

    class Meta:
        verbose_name = _("run of the due work")
        verbose_name_plural = _("runs of the due work")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CalendarEvent(models.Model):
    """What is known of an entry in somebody's calendar, to move it in place.

    It leads to nobody: the UID names a row by its number, `shown` is a digest.
    """

    uid = models.CharField(max_length=255, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    shown = models.CharField(max_length=64)
    last_method = models.CharField(max_length=8, choices=CalendarMethod)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.uid} ({self.sequence})"

    @classmethod
    def untold(cls, uid: str) -> "CalendarEvent":
        """An entry nobody was sent yet; not saved."""
        return cls(uid=uid)


_newest_text = PreparedQuery(
    lambda template, language: MessageText.objects.filter(
        template=template, language=language
    ).order_by("-version")[:1],
    "template",
    "language",
)


def newest_asking(template: str, language: str) -> Statement:
    """The last version of a text, for `exchange`."""
    return _newest_text.asking(template, language)


class MessageTextQuerySet(models.QuerySet["MessageText"]):
    def newest(self) -> "MessageTextQuerySet":
        """The last version of each text in each language."""
        later = MessageText.objects.filter(
            template=models.OuterRef("template"),
            language=models.OuterRef("language"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))

    def in_force(
        self, template: str, language: str, *, read: "list[MessageText] | None" = None
    ) -> "MessageText | None":
        """What staff wrote instead of the original; None while the original holds.

        `read`: what `newest_asking` gave, for who asked it with other things.
        """
        found = _newest_text.all(template, language) if read is None else read
        newest = next(iter(found), None)
        return None if newest is None or newest.is_original else newest

    def update(self, **changes: object) -> int:
        raise TypeError("A version of a text is kept as it was; save a new one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A version of a text is kept as it was; save a new one.")


class MessageText(models.Model):
    """One version of what staff wrote for a message. Rows are added, never changed.

    Written by `messaging.domain.texts` only; the last version is in force.
    """

    template = models.CharField(_("message"), max_length=60)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"))
    sms = models.CharField(_("text message"), max_length=300, blank=True)
    #: Staff went back to the words in the code, whatever those become.
    is_original = models.BooleanField(_("original text"), default=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    edited_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = MessageTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("message text")
        verbose_name_plural = _("message texts")
        ordering = ["template", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language", "version"],
                name="one_message_text_per_version",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="message_text_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.language} · v{self.version}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("A version of a text is kept as it was; save a new one.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
