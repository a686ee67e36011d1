"""What every router of `/api/v1/` shares: who asks, for whom, and how no is said.

Refusals and invalid input are `application/problem+json` (RFC 9457) with a stable
`code`; words come in the language of `Accept-Language`.
"""

import hashlib
import json
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from ninja import Schema
from ninja.security import HttpBearer

from people.domain.links import api_client_for, open_link
from people.enums import LinkPurpose
from people.models import ApiClient, PrivateLink


class Problem(Schema):
    """An answer that says no, and why."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    #: field name -> messages, for invalid input
    errors: dict[str, list[str]] = {}


class PersonIn(Schema):
    """What a person tells about herself; checked by the rules of the public form."""

    given_name: str
    family_name: str
    birth_date: date
    district: str
    neighborhood: str = ""
    phone: str = ""
    email: str = ""
    contact_channel: str
    safe_time: str = ""
    may_leave_message: bool = False
    hide_organization: bool = True


class ProblemError(Exception):
    """Ends a request with a `Problem`."""

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        *,
        detail: str = "",
        errors: dict[str, list[str]] | None = None,
    ):
        super().__init__(code)
        self.problem = Problem(
            title=title, status=status, code=code, detail=detail, errors=errors or {}
        )


class ClientToken(HttpBearer):
    """`Authorization: Bearer …`, a token made by `manage.py create_api_client`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        return api_client_for(token)


def own_link(request: HttpRequest, purpose: LinkPurpose) -> PrivateLink:
    """The private link named by the `Private-Token` header.

    A header, because addresses end in logs. Unknown, foreign, expired and revoked
    tokens give the same 404.
    """
    link = open_link(request.headers.get("Private-Token", ""), purpose=purpose)
    if link is None:
        raise ProblemError(404, "link_not_open", "The private token opens nothing.")
    return link


def check_form(form: forms.Form) -> dict[str, Any]:
    """The cleaned data, or a 422 that names each field: the rules are the form's."""
    if form.is_valid():
        return form.cleaned_data
    raise ProblemError(
        422,
        "invalid",
        "Some fields need attention.",
        errors={
            name: [str(message) for message in messages]
            for name, messages in form.errors.items()
        },
    )


def idempotency_key(request: HttpRequest) -> str:
    """The client's `Idempotency-Key`, set apart from those of other clients; or ""."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return ""
    client = request.auth  # type: ignore[attr-defined]
    return hashlib.sha256(f"{client.pk}:{key}".encode()).hexdigest()


def request_digest(payload: Schema) -> str:
    """Tells a repeated request from another one under the same key."""
    canonical = json.dumps(payload.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
