"""Settings read from the environment, each one named once.

`ENVIRONMENT` collects what was asked for, so that a test can hold the README's
table against it.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

#: name -> whether production refuses to start without it
ENVIRONMENT: dict[str, bool] = {}


def text(name: str, default: str = "") -> str:
    """The value of `name`; an empty one counts as absent."""
    ENVIRONMENT.setdefault(name, False)
    return os.environ.get(name) or default


def required(name: str) -> str:
    """The value of `name`; refuses to start when it is absent or empty."""
    ENVIRONMENT[name] = True
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} must be set.")
    return value


def flag(name: str, default: bool = False) -> bool:
    return text(name, "1" if default else "0").strip() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, options: dict[str, T], default: str) -> T:
    value = text(name, default)
    try:
        return options[value]
    except KeyError:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(sorted(options))}."
        ) from None


def each(name: str, default: str, convert: Callable[[str], T]) -> list[T]:
    return [convert(word) for word in words(name, default)]


def field_keys(name: str, *, apart_from: str) -> list[str]:
    """The keys that seal fields; refuses to start with one that protects nothing."""
    keys = [key.strip() for key in required(name).split(",") if key.strip()]
    if not keys or min(map(len, keys)) < 20:
        raise ImproperlyConfigured(
            f"Each key in {name} must have at least 20 characters."
        )
    if apart_from in keys:
        raise ImproperlyConfigured(f"{name} must not hold the SECRET_KEY.")
    return keys
