"""Encryption of the few values that may not be read from a copy of the database.

Keys come from the environment (`FIELD_KEYS`, newest first; older ones still open).
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
            for key in keys
        ]
    )


def seal(text: str) -> str:
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text; raises `cryptography.fernet.InvalidToken` under other keys."""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(sealed.encode()).decode()
