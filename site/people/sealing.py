"""Encryption of the few values that may not be read from a copy of the database.

Keys come from the environment (`FIELD_KEYS`, newest first; older ones still open).
A sealed value says under which key it lies, "v1:<fingerprint>:<token>", so that a
change of keys finds what is left under an old one.
"""

import base64
import hashlib
import re
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_FORM = re.compile(r"^v1:([0-9a-f]{8}):([A-Za-z0-9_=-]+)$")


def fingerprint(key: str) -> str:
    """Eight hex digits that name a key and tell nothing of it."""
    return hashlib.sha256(f"fingerprint:{_secret(key).hex()}".encode()).hexdigest()[:8]


def _secret(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


@lru_cache(maxsize=8)
def _boxes(keys: tuple[str, ...]) -> dict[str, Fernet]:
    """Fingerprint -> box, newest first."""
    return {
        fingerprint(key): Fernet(base64.urlsafe_b64encode(_secret(key))) for key in keys
    }


def _all_boxes() -> dict[str, Fernet]:
    return _boxes(tuple(settings.FIELD_KEYS))


def newest_key() -> str:
    """The fingerprint of the key that seals now."""
    return next(iter(_all_boxes()))


def seal(text: str) -> str:
    name = newest_key()
    # A token carries its time in clear; when it was written is nobody's business.
    token = _all_boxes()[name].encrypt_at_time(text.encode(), current_time=0)
    return f"v1:{name}:{token.decode()}"


def unseal(sealed: str) -> str:
    """The text; raises `cryptography.fernet.InvalidToken` under other keys.

    What was sealed before values named their key is opened by whichever key fits.
    """
    boxes = _all_boxes()
    if found := _FORM.match(sealed):
        box = boxes.get(found[1])
        if box is None:
            raise InvalidToken
        return box.decrypt(found[2].encode()).decode()
    for box in boxes.values():
        try:
            return box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            continue
    raise InvalidToken


def key_of(sealed: str) -> str:
    """The fingerprint of the key it lies under; "" where it does not say."""
    found = _FORM.match(sealed)
    return found[1] if found else ""


def is_under_newest_key(sealed: str) -> bool:
    return key_of(sealed) == newest_key()
