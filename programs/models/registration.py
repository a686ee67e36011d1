"""Who comes: a person with her party, whole or not at all."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from language.turkish import fold_tr
from people.enums import EntryChannel
from people.models.labels import QuickLabels
from people.models.person import Person
from people.models.recusal import not_recused
from people.roles import SEE_PROTECTED, VIEW_OWN_ENTRIES
from people.sealed_fields import SealedLineField, SealedPhoneField, SealedTextField
from programs.enums import (
    AccessNeed,
    Duty,
    EndReason,
    MemberKind,
    RegistrationState,
    SkipReason,
)
from programs.models.occurrence import BoardingPoint, Occurrence
from programs.models.program import (
    LARGEST_PARTY,
    OVERSEE,
    Program,
    duties_giving_there,
)
from programs.models.quota import PlaceQuota
from programs.models.team import held_duties

#: Without what is taken for something else: 0 and O, 1 I and L, 2, 5 and S, 8 and B.
CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
_FOLDED_LETTERS = frozenset(fold_tr(CODE_LETTERS))


def new_code() -> str:
    """A code that cannot be guessed and can be read aloud: "K4MX-7TQP"."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def needs_in(codes: str) -> list[AccessNeed]:
    """The needs that a stored line names; a code nobody knows any more is left out."""
    named = codes.split(",")
    return [need for need in AccessNeed if need.value in named]


#: The fewest letters of a code that are looked for; so many make a trigram.
_FEWEST = 3


def _of_a_code(word: str) -> str:
    """The part of a code that a folded word may be; "" where it can be none."""
    letters = word.replace("-", "")
    if len(letters) < _FEWEST or not set(letters) <= _FOLDED_LETTERS:
        return ""
    return f"{word[:4]}-{word[4:]}" if len(word) == 8 and word == letters else word


def _departures(user: Any, permission: str) -> Any:
    found = Occurrence.objects.where_may(user, permission)
    return found.order_by().values("pk")


def _seen_by(user: Any) -> Q:
    if user.has_perm("programs.view_registration") and user.has_perm(OVERSEE):
        return ~Q(pk__in=[])
    # All but the few departures of other teams: "in" most of them would be a join that
    # keeps the database from reading the list in its order.
    others = Program.objects.where_may_not(user, "programs.view_registration")
    theirs = Occurrence.objects.filter(
        activity__program__in=others.order_by().values("pk")
    )
    if held_duties(user).at_departures:
        giving = duties_giving_there(user, "programs.view_registration")
        theirs = theirs.exclude(pk__in=Occurrence.objects.at_which(user, has=giving))
    seen = ~Q(occurrence__in=theirs.order_by().values("pk"))
    if (mine := where_own_entries(user)) is not None:
        seen |= Q(entered_by=user, occurrence__in=mine.order_by().values("pk"))
    return seen


def where_own_entries(user: Any) -> Any:
    """Departures where she sees what she entered herself; None: nowhere."""
    if user.has_perm(VIEW_OWN_ENTRIES):
        duties: Iterable[Duty] = Duty
        programs = Program.objects.reachable_by(user).order_by().values("pk")
    elif held_duties(user).keeps_a_muhtars_desk:
        duties = [Duty.MUHTAR]
        programs = Program.objects.in_which(user, has=duties)
    else:
        return None
    found = Q(activity__program__in=programs)
    if held_duties(user).at_departures:
        found |= Q(pk__in=Occurrence.objects.at_which(user, has=duties))
    return Occurrence.objects.filter(found)


def visible_to(user: Any) -> Q:
    """`RegistrationQuerySet.visible_to` as a condition, without joining other tables.

    The few that are hidden and the departures are looked up in; a join with all people
    would take longer than the list itself.
    """
    seen = not_recused(user, "person") & _seen_by(user)
    if not user.has_perm(SEE_PROTECTED):
        protected = Person.objects.filter(is_protected=True).order_by()
        seen &= ~Q(person__in=protected.values("pk"))
    return seen


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> "RegistrationQuerySet":
        """What a member of staff may see.

        In a program with a team what her duty there shows, or her duty at the
        departure; elsewhere all with `view_registration`. A muhtar's desk what it
        entered itself, unless another team works there; anybody else none. Of
        protected people nothing, without the permission.
        """
        return self.filter(visible_to(user))

    def where_may(self, user: Any, permission: str) -> "RegistrationQuerySet":
        """Those of the programs in which a member of staff may do what it says."""
        return self.filter(occurrence__in=_departures(user, permission))

    def found_by(self, words: str) -> "RegistrationQuerySet":
        """Found as a person; or by name and code, each word being part of either.

        One of the words at most is taken for a piece of a code, or all of them. What is
        found in each way is put together by key: an "or" over two tables would read
        every registration.
        """
        rows = Registration.objects.order_by()
        known = Person.objects.found_by(words).order_by().values("pk")
        parts = fold_tr(words).split()
        codes = {word: _of_a_code(word) for word in parts}
        ways = []
        for word, code in codes.items():
            if not code:
                continue
            rest = " ".join(other for other in parts if other != word)
            named = Person.objects.named_like(rest).order_by().values("pk")
            coded = rows.filter(code__icontains=code)
            ways.append(coded.filter(person__in=named) if rest else coded)
        if len(codes) > 1 and all(codes.values()):
            whole = rows
            for code in codes.values():
                whole = whole.filter(code__icontains=code)
            ways.append(whole)
        if not ways:
            return self.filter(person__in=known)
        found = rows.filter(person__in=known).values("pk")
        return self.filter(pk__in=found.union(*(way.values("pk") for way in ways)))

    def as_rows(self) -> "RegistrationQuerySet":
        """With her name and where she boards; what no list shows stays where it is.

        To open a sealed text or read a phone number takes longer than all the rest.
        """
        return self.select_related("person", "boarding_point").defer(
            "override_note",
            "emergency_name",
            "emergency_phone",
            "end_note",
            "person__phone",
        )

    def holding(self) -> "RegistrationQuerySet":
        """Whose seats count against the capacity."""
        return self.filter(
            state__in=RegistrationState.holding, given_on_at__isnull=True
        )

    def live(self) -> "RegistrationQuerySet":
        return self.filter(state__in=RegistrationState.live)

    def waiting(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.WAITING)

    def in_line(self) -> "RegistrationQuerySet":
        """In the order in which places are offered."""
        return self.order_by(
            "offers_lapsed", "drawn_rank", "priority", "queued_at", "pk"
        )

    def ahead_of(self, other: "Registration") -> "RegistrationQuerySet":
        """Those who stand before `other`, in the order of `in_line`."""
        same_lapses = Q(offers_lapsed=other.offers_lapsed)
        same_rank = same_lapses & Q(drawn_rank=other.drawn_rank)
        same_priority = same_rank & Q(priority=other.priority)
        return self.filter(
            Q(offers_lapsed__lt=other.offers_lapsed)
            | same_lapses & Q(drawn_rank__lt=other.drawn_rank)
            | same_rank & Q(priority__lt=other.priority)
            | same_priority & Q(queued_at__lt=other.queued_at)
            | same_priority & Q(queued_at=other.queued_at, pk__lt=other.pk)
        )


class Registration(QuickLabels):
    """Moved by the verbs of `programs.domain` only; `state` follows `workflow`."""

    occurrence = models.ForeignKey(
        Occurrence,
        models.PROTECT,
        related_name="registrations",
        verbose_name=_("date"),
    )
    person = models.ForeignKey(
        "people.Person",
        models.CASCADE,
        related_name="registrations",
        verbose_name=_("person"),
    )
    code = models.CharField(
        _("code"), max_length=9, unique=True, default=new_code, editable=False
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RegistrationState,
        default=RegistrationState.RECEIVED,
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)]
    )
    boarding_point = models.ForeignKey(
        BoardingPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("boarding point"),
    )

    priority = models.PositiveSmallIntegerField(
        _("priority"),
        default=0,
        help_text=_("0: first time; 1: took part before, or missed one this season."),
    )
    #: Asked where it matters for the line; her history, where known, says the same.
    states_took_part = models.BooleanField(
        _("says she has taken part before"), default=False, editable=False
    )
    drawn_rank = models.PositiveIntegerField(
        _("rank in the draw"),
        default=0,
        editable=False,
        help_text=_("0 where nothing was drawn."),
    )
    quota = models.ForeignKey(
        PlaceQuota,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("places kept for"),
    )
    queued_at = models.DateTimeField(_("in line since"))
    #: Absent on the day, her place went to somebody who stood there.
    given_on_at = models.DateTimeField(
        _("place given on at"), null=True, blank=True, editable=False
    )
    is_walk_in = models.BooleanField(
        _("came without a registration"), default=False, editable=False
    )
    seated_at = models.DateTimeField(
        _("place confirmed at"), null=True, blank=True, editable=False
    )
    offer_expires_at = models.DateTimeField(_("offer ends at"), null=True, blank=True)
    offers_lapsed = models.PositiveSmallIntegerField(_("offers lapsed"), default=0)
    season_key = models.CharField(_("season"), max_length=32, blank=True)

    channel = models.CharField(_("entered through"), max_length=8, choices=EntryChannel)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    override_note = SealedTextField(_("why a rule was set aside"), blank=True)
    notice_receipt = models.ForeignKey(
        "people.NoticeReceipt",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice shown"),
    )
    emergency_name = SealedLineField(_("someone you trust"), max_length=80, blank=True)
    emergency_phone = SealedPhoneField(_("their phone"), blank=True)
    #: Codes of `AccessNeed`, with commas between; read through `needs`.
    access_needs = SealedLineField(_("what she needs"), max_length=80, blank=True)

    end_reason = models.CharField(
        _("why it is over"), max_length=24, choices=EndReason, blank=True, default=""
    )
    end_note = SealedTextField(_("note on the end"), blank=True)
    ended_at = models.DateTimeField(_("over since"), null=True, blank=True)

    feedback_given = models.BooleanField(
        _("has said how it was"), default=False, editable=False
    )
    anonymized_at = models.DateTimeField(_("anonymized at"), null=True, editable=False)
    idempotency_key = models.CharField(
        max_length=64, unique=True, null=True, blank=True, editable=False
    )
    request_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        permissions = [("export_registration", _("Can export lists of registrations"))]
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=[
                    "occurrence",
                    "state",
                    "offers_lapsed",
                    "drawn_rank",
                    "priority",
                    "queued_at",
                ],
                include=["seats"],
                name="registration_in_line",
            ),
            # The order of the list with whatever says who may see a row of it.
            models.Index(
                fields=["-created_at", "-id"],
                include=["occurrence", "person", "state"],
                name="listed_registrations",
            ),
            models.Index(
                fields=["state", "-created_at", "-id"],
                include=["occurrence", "person"],
                name="registrations_by_state",
            ),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state="offered"),
                name="registration_open_offers",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=LARGEST_PARTY),
                name="registration_seats",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer_expires_at__isnull=False)
                | ~Q(state="offered") & Q(offer_expires_at__isnull=True),
                name="registration_offer_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(given_on_at__isnull=True)
                | Q(state__in=RegistrationState.absent),
                name="registration_given_on_of_the_absent",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=Q(state__in=RegistrationState.live),
                name="one_live_registration_per_occurrence",
            ),
            models.UniqueConstraint(
                fields=["person", "season_key"],
                condition=Q(state__in=RegistrationState.season_using)
                & ~Q(season_key=""),
                name="one_place_per_season",
            ),
        ]

    def __str__(self) -> str:
        # Audit rows and page titles take str(): the code, never a name.
        return self.code

    @property
    def holds_seats(self) -> bool:
        """Whether her seats count against the capacity."""
        return self.state in RegistrationState.holding and self.given_on_at is None

    @property
    def needs(self) -> list[AccessNeed]:
        """What she needs to take part, in the order in which it is asked."""
        return needs_in(self.access_needs)


class PartyMember(models.Model):
    """One seat of a registration. Of others only a given name and a year are kept."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="members"
    )
    kind = models.CharField(_("who"), max_length=10, choices=MemberKind)
    given_name = models.CharField(
        _("given name"),
        max_length=80,
        blank=True,
        help_text=_("Empty for the person herself."),
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True
    )

    birth_month = models.PositiveSmallIntegerField(
        _("month of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )

    class Meta:
        verbose_name = _("member of the party")
        verbose_name_plural = _("members of the party")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"


class PlaceSkip(models.Model):
    """A waiting party was passed over, and why: the fairness of the list, on record."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="skips")
    at = models.DateTimeField(_("at"))
    seats_free = models.PositiveIntegerField(_("places free"))
    reason = models.CharField(_("reason"), max_length=16, choices=SkipReason)

    class Meta:
        verbose_name = _("passed over")
        verbose_name_plural = _("passed over")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.pk})"
