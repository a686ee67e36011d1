"""A small task for the browser of whoever sends a public form, instead of a captcha.

A program that sends thousands of forms has to compute for each; a person notices
nothing. Nobody is refused for not solving it: an old telephone may not be able to.
The task is self-hosted and altcha's; its own widget asks for more than our
Content-Security-Policy allows, so `static/js/proof.js` solves it.
"""

import base64
import json
from datetime import timedelta
from typing import Any

import altcha
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

#: A telephone of 2018 needs about two seconds for it.
LARGEST_NUMBER = 50_000
#: Long enough to check one's answers.
LASTS = timedelta(hours=2)


def new_task() -> dict[str, Any]:
    """What the browser is given to solve."""
    options = altcha.ChallengeOptions(
        hmac_key=_key(),
        max_number=LARGEST_NUMBER,
        expires=timezone.now() + LASTS,
    )
    task = altcha.create_challenge(options)
    return {
        "algorithm": task.algorithm,
        "challenge": task.challenge,
        "maxnumber": LARGEST_NUMBER,
        "salt": task.salt,
        "signature": task.signature,
    }


def is_solved(answer: str) -> bool:
    """Whether it is the solution of a task of ours that nobody has used before."""
    if not answer:
        return False
    try:
        solved, _problem = altcha.verify_solution(answer, _key(), check_expires=True)
        challenge = json.loads(base64.b64decode(answer))["challenge"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    seconds = int(LASTS.total_seconds())
    return bool(solved) and cache.add(f"proof:{challenge}", True, seconds)


def _key() -> str:
    return salted_hmac("people.proof", "task", algorithm="sha256").hexdigest()
