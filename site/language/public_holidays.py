"""The public holidays of Türkiye, and the half days before some of them."""

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from django.utils.translation import get_language
from holidays import HALF_DAY, PUBLIC, country_holidays

#: On the eve of a holiday work ends at this hour.
HALF_DAY_ENDS = time(13)
_LANGUAGES = {"tr": "tr", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """`open_until` is None when the whole day is free."""

    name: str
    open_until: time | None = None


def holiday_on(day: date) -> Holiday | None:
    """What is celebrated, in the active language."""
    language = _LANGUAGES.get((get_language() or "tr").split("-")[0], "tr")
    return _holidays_of(day.year, language).get(day)


@lru_cache(maxsize=32)
def _holidays_of(year: int, language: str) -> dict[date, Holiday]:
    found: dict[date, Holiday] = {}
    for category, open_until in ((HALF_DAY, HALF_DAY_ENDS), (PUBLIC, None)):
        days = country_holidays(
            "TR", years=year, language=language, categories=(category,)
        )
        found |= {day: Holiday(name, open_until) for day, name in days.items()}
    return found
