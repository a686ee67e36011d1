"""The process in editions: moves and words; a call keeps the one it opened with."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from language.translated import TranslatedTextField, as_translated
from people.models.frozen import FrozenText, FrozenTextQuerySet
from volunteers.enums import ApplicationEvent, ApplicationState
from volunteers.workflow import MOVES, STAGES, Move, Stage, moves_as_data, moves_in


class ProcessEditionQuerySet(FrozenTextQuerySet["ProcessEdition"]):
    def current(self) -> "ProcessEdition | None":
        """The edition that the next call opens with."""
        return self.filter(published_at__isnull=False).order_by("-number").first()

    def in_force_at(self, moment: datetime) -> "ProcessEdition | None":
        """That of then; the first one, where there was none yet."""
        published = self.filter(published_at__isnull=False)
        then = published.filter(published_at__lte=moment).order_by("-number").first()
        return then or published.order_by("number").first()

    def draft(self) -> "ProcessEdition | None":
        return self.filter(published_at__isnull=True).first()


class ProcessEdition(FrozenText, ClusterableModel):
    """What may happen and what each stage is called; once published it stays so."""

    FROZEN: ClassVar[frozenset[str]] = frozenset(
        {"number", "moves", "moves_version", "published_at", "published_by_id"}
    )

    number = models.PositiveSmallIntegerField(_("edition"), unique=True, editable=False)
    #: Which table of moves it was written for: `workflow.MOVES_VERSION`.
    moves_version = models.PositiveSmallIntegerField(
        _("version of the moves"), editable=False
    )
    #: `workflow.MOVES` as it was then: `workflow.moves_as_data`.
    moves = models.JSONField(_("moves"), default=moves_as_data, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = ProcessEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of the process")
        verbose_name_plural = _("words of the process")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(published_at__isnull=True),
                name="one_draft_of_the_process",
            )
        ]

    def __str__(self) -> str:
        return pgettext("process", "Edition %(number)s") % {"number": self.number}

    def is_in_force(self) -> bool:
        return self.published_at is not None


class StageText(FrozenText):
    """One state in the words of one edition."""

    FROZEN: ClassVar[frozenset[str]] = frozenset(
        {"state", "staff_name", "public_name", "public_next"}
    )

    edition = ParentalKey(ProcessEdition, related_name="stages")
    state = models.CharField(_("stage"), max_length=20, choices=ApplicationState)
    staff_name = TranslatedTextField(_("what staff read"), max_length=80)
    public_name = TranslatedTextField(_("what she reads"), max_length=120)
    public_next = TranslatedTextField(_("what happens next"), max_length=300)

    objects = FrozenTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of a stage")
        verbose_name_plural = _("words of the stages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "state"], name="stage_once_per_edition"
            )
        ]

    def __str__(self) -> str:
        return str(ApplicationState(self.state).label)

    def is_in_force(self) -> bool:
        return self.edition.is_in_force()

    def lacks_a_language(self) -> bool:
        texts = (self.staff_name, self.public_name, self.public_next)
        return any(as_translated(text).missing() for text in texts)


#: Published editions never change, so that each is read once by a process.
_read: dict[tuple[int, datetime], Mapping[str, Stage]] = {}


def stages_of(edition: ProcessEdition | None) -> Mapping[str, Stage]:
    """State -> its words; those of the code where no edition says them."""
    if edition is None or edition.published_at is None:
        return STAGES
    key = (edition.pk, edition.published_at)
    if key not in _read:
        _read[key] = {
            **STAGES,
            **{text.state: _stage(text) for text in edition.stages.all()},
        }
    return _read[key]


_moves_read: dict[tuple[int, datetime], Mapping[ApplicationEvent, Move]] = {}


def moves_of(edition: ProcessEdition | None) -> Mapping[ApplicationEvent, Move]:
    """What may happen in calls of the edition; the code's table where there is none."""
    if edition is None or edition.published_at is None:
        return MOVES
    key = (edition.pk, edition.published_at)
    if key not in _moves_read:
        _moves_read[key] = moves_in(edition.moves)
    return _moves_read[key]


def _stage(text: StageText) -> Stage:
    code = STAGES[ApplicationState(text.state)]
    return Stage(
        name=lazystr(text.public_name),
        next=lazystr(text.public_next),
        step=code.step,
        staff_name=lazystr(text.staff_name),
    )
