"""What every router of `/api/v1/` shares: who asks, for whom, and how no is said.

Refusals and invalid input are `application/problem+json` (RFC 9457) with a stable
`code`; words come in the language of `Accept-Language`.
"""

import hashlib
import json
from datetime import date
from typing import Any, Literal

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.security import HttpBearer

from people.domain.links import api_client_for, open_link
from people.enums import LinkPurpose, Process
from people.forms import language_code
from people.models import ApiClient, Notice, PrivateLink
from people.prepared import PreparedQuery, Statement


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
    language: Literal["tr", "en", ""] = Field(
        default="", description="Of the messages to her; empty: of this request."
    )

    def form_data(self) -> dict[str, Any]:
        """As the fields of the public form are posted."""
        return {
            **self.model_dump(exclude={"birth_date", "language"}),
            "birth_date_day": self.birth_date.day,
            "birth_date_month": self.birth_date.month,
            "birth_date_year": self.birth_date.year,
        }

    def message_language(self) -> str:
        """The one she asked for, or that of the request."""
        return self.language or language_code(get_language())


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
        _("Some fields need attention."),
        errors={
            name: [str(message) for message in messages]
            for name, messages in form.errors.items()
        },
    )


_published_notice = PreparedQuery(
    lambda pk, process: Notice.objects.filter(
        pk=pk, process=process, published_at__isnull=False
    ),
    -1,
    "process",
)


def shown_notice(pk: int, process: Process) -> Notice:
    """The published notice she was shown, or a 422 that names `notice_id`."""
    return notice_or_422(_published_notice.all(pk, process))


def notice_asking(pk: int, process: Process) -> Statement:
    """`shown_notice` for who asks it together with other things."""
    return _published_notice.asking(pk, process)


def notice_or_422(found: list[Notice]) -> Notice:
    if not found:
        raise ProblemError(
            422,
            "invalid",
            _("Some fields need attention."),
            errors={"notice_id": [_("There is no such notice.")]},
        )
    return found[0]


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
