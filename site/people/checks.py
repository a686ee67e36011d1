"""System checks: the keys that seal fields, the place of private files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_SHORTEST = 20


@register()
def check_field_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    keys = getattr(settings, "FIELD_KEYS", None)
    if not isinstance(keys, (list, tuple)) or not keys:
        return [
            Error("FIELD_KEYS names no key: nothing can be sealed.", id="people.E001")
        ]
    found: list[CheckMessage] = []
    if any(not isinstance(key, str) or not key.strip() for key in keys):
        found.append(Error("FIELD_KEYS holds a blank key.", id="people.E002"))
    elif any(len(key) < _SHORTEST for key in keys):
        found.append(
            Error(
                f"FIELD_KEYS holds a key shorter than {_SHORTEST} characters.",
                hint="Make one with: openssl rand -base64 32",
                id="people.E003",
            )
        )
    if len(set(keys)) != len(keys):
        found.append(Error("FIELD_KEYS holds a key twice.", id="people.E005"))
    return found


@register(deploy=True)
def check_field_keys_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.DEBUG and settings.SECRET_KEY in settings.FIELD_KEYS:
        return [
            Error(
                "FIELD_KEYS holds the SECRET_KEY: who has one would have both.",
                id="people.E004",
            )
        ]
    return []


@register()
def check_private_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    options = settings.STORAGES["private"].get("OPTIONS", {})
    location = options.get("location")
    if location and Path(location).resolve().is_relative_to(
        Path(settings.MEDIA_ROOT).resolve()
    ):
        return [
            Error(
                "PRIVATE_ROOT is inside MEDIA_ROOT: everybody could fetch its files.",
                id="people.E011",
            )
        ]
    return []
