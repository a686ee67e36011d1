"""How often one address may do something; the address itself is kept nowhere.

Counted in the cache under a keyed digest. The limits are wide: a whole neighborhood
may share the address of its telephone company or of the muhtar's computer.
"""

import ipaddress
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def is_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count this time; True once there were more than `most` of them in `seconds`."""
    key = f"pace:{what}:{_digest(client_address(request))}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # It lapsed between the two.
        cache.set(key, 1, seconds)
        return False


def misses_of(request: HttpRequest, what: str) -> int:
    """How often this address has guessed wrong of late."""
    counted: int = cache.get(_misses_key(request, what), 0)
    return counted


def note_miss(request: HttpRequest, what: str, *, seconds: int) -> None:
    """Count a wrong guess; so many `seconds` after the first all are forgotten."""
    key = _misses_key(request, what)
    cache.add(key, 0, seconds)
    with suppress(ValueError):  # It lapsed between the two.
        cache.incr(key)


def _misses_key(request: HttpRequest, what: str) -> str:
    return f"misses:{what}:{_digest(client_address(request))}"


def client_address(request: HttpRequest) -> str:
    """Whence it comes; behind our own proxy, what that says last."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_FORWARDED_FOR:
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1]
    return _network(address.strip())


def _network(address: str) -> str:
    """One household has a whole /64 of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address


def _digest(address: str) -> str:
    return salted_hmac("people.pace", address, algorithm="sha256").hexdigest()
