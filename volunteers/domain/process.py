"""The process in editions: a draft is prepared, published, and then stays as it is.

Its words are written by staff; its moves are those of the code when it is published.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from wagtail.log_actions import log

from language.translated import Translated, as_translated
from volunteers.enums import ApplicationState
from volunteers.exceptions import ProcessDenied, Refusal
from volunteers.models import Call, ProcessEdition, StageText
from volunteers.workflow import MOVES_VERSION, STAGES, moves_as_data

#: What is said of each stage.
WORDS = ("staff_name", "public_name", "public_next")


@transaction.atomic
def install_first_edition() -> int:
    """The words of the code as the first edition; how many editions were made.

    Calls that have applicants already keep it, as their words were these.
    """
    if ProcessEdition.objects.exists():
        return 0
    first = ProcessEdition.objects.create(number=1, moves_version=MOVES_VERSION)
    StageText.objects.bulk_create(
        StageText(edition=first, **words) for words in _words_of_the_code()
    )
    first.published_at = timezone.now()
    first.save()
    begun = Call.objects.filter(process=None, applications__isnull=False)
    Call.objects.filter(pk__in=begun.values("pk")).update(process=first)
    return 1


@transaction.atomic
def prepare_edition(*, by: User) -> ProcessEdition:
    """The draft that is there, or a new one that says what the current edition says."""
    # Two members of staff who begin at once meet here.
    editions = list(ProcessEdition.objects.select_for_update().order_by("-number"))
    draft = next((one for one in editions if not one.is_in_force()), None)
    if draft is not None:
        _complete(draft)
        return draft
    current = editions[0] if editions else None
    last = ProcessEdition.objects.aggregate(last=Max("number"))["last"] or 0
    draft = ProcessEdition.objects.create(number=last + 1, moves_version=MOVES_VERSION)
    said: dict[str, dict[str, object]] = (
        {text.state: _words_of(text) for text in current.stages.all()}
        if current
        else {}
    )
    StageText.objects.bulk_create(
        StageText(edition=draft, **said.get(str(words["state"]), words))
        for words in _words_of_the_code()
    )
    log(draft, "wagtail.create", user=by)
    return draft


def _complete(draft: ProcessEdition) -> None:
    """Stages that the process got since the draft was begun, in the code's words."""
    said = set(draft.stages.values_list("state", flat=True))
    StageText.objects.bulk_create(
        StageText(edition=draft, **words)
        for words in _words_of_the_code()
        if words["state"] not in said
    )


def words_seen(draft: ProcessEdition) -> dict[str, str]:
    """Stage -> a mark that changes with its words; what a writer started from."""
    return {
        text.state: mark_of(
            as_translated(words) for words in (getattr(text, name) for name in WORDS)
        )
        for text in StageText.objects.filter(edition=draft)
    }


def mark_of(texts: Iterable[Mapping[str, str]]) -> str:
    """Of the words of one stage, in the order of `WORDS`."""
    plain = [{code: text for code, text in one.items() if text} for one in texts]
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:12]


@contextmanager
def draft_held(draft: ProcessEdition, *, seen: Mapping[str, str]) -> Iterator[None]:
    """While its words are saved: nobody else saves or publishes it.

    Refuses what somebody else saved or published since `seen`, its `words_seen`.
    """
    with transaction.atomic():
        locked = ProcessEdition.objects.select_for_update().get(pk=draft.pk)
        if locked.is_in_force():
            raise Refusal(ProcessDenied.PUBLISHED)
        if words_seen(locked) != seen:
            raise Refusal(ProcessDenied.CHANGED_MEANWHILE)
        yield


@transaction.atomic
def publish_edition(edition: ProcessEdition, *, by: User) -> ProcessEdition:
    """Calls that open from now on go by it; those that have opened keep theirs.

    Refuses while a stage lacks a text in one of the site's languages.
    """
    locked = ProcessEdition.objects.select_for_update().get(pk=edition.pk)
    if locked.is_in_force():
        raise Refusal(ProcessDenied.PUBLISHED)
    texts = {text.state: text for text in locked.stages.all()}
    lacking = [
        str(state.label)
        for state in ApplicationState
        if state.value not in texts or texts[state.value].lacks_a_language()
    ]
    if lacking:
        raise Refusal(ProcessDenied.TEXT_MISSING, stages=", ".join(lacking))
    locked.moves, locked.moves_version = moves_as_data(), MOVES_VERSION
    locked.published_at = timezone.now()
    locked.published_by = by
    locked.save()
    log(
        locked,
        "volunteers.process.publish",
        user=by,
        data={"number": locked.number, "moves_version": locked.moves_version},
    )
    return locked


def _words_of(text: StageText) -> dict[str, object]:
    return {
        "state": text.state,
        "staff_name": as_translated(text.staff_name),
        "public_name": as_translated(text.public_name),
        "public_next": as_translated(text.public_next),
    }


def _words_of_the_code() -> list[dict[str, object]]:
    return [
        {
            "state": state.value,
            "staff_name": _in_every_language(state.label),
            "public_name": _in_every_language(STAGES[state].name),
            "public_next": _in_every_language(STAGES[state].next),
        }
        for state in ApplicationState
    ]


def _in_every_language(words: object) -> Translated:
    said = Translated()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(words)
    return said
