"""`/api/v1/own/`: everything held on oneself, for other front ends.

The private token is that of a link of purpose `own_data`: it is sent to the person and
works for one hour, or until it is opened in a browser.
"""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from people.api import Problem, own_link
from people.domain.consents import has_consented, withdraw_consent
from people.enums import EntryChannel, LinkPurpose
from people.models import ConsentPurpose
from rights.domain.copies import as_data, copy_of

router = Router(tags=["rights"])


class FactOut(Schema):
    """One thing that is held, in the words of the active language."""

    label: str
    value: str


class RecordOut(Schema):
    title: str
    facts: list[FactOut]
    #: stable key -> plain value, in no language
    data: dict[str, Any]


class HoldingOut(Schema):
    #: stable: "people.person", "programs.registrations"
    name: str
    heading: str
    records: list[RecordOut]


class OwnDataOut(Schema):
    """Everything held, but for what staff check before they give it out."""

    schema_version: str
    made_at: str
    record: str
    is_full: bool
    holdings: list[HoldingOut]


class ConsentOut(Schema):
    key: str
    is_given: bool


@router.get(
    "/own/data", response={200: OwnDataOut, 404: Problem}, operation_id="get_own_data"
)
def get_own_data(request: HttpRequest) -> dict[str, Any]:
    """What the download of her own page holds. Changes nothing."""
    link = own_link(request, LinkPurpose.OWN_DATA)
    return as_data(copy_of(link.person))


@router.post(
    "/own/consents/{key}/withdraw",
    response={200: ConsentOut, 404: Problem},
    operation_id="withdraw_own_consent",
)
def withdraw_own_consent(request: HttpRequest, key: str) -> ConsentOut:
    """Withdraw one consent, from this moment on; withdrawn twice is withdrawn."""
    link = own_link(request, LinkPurpose.OWN_DATA)
    purpose = get_object_or_404(ConsentPurpose, key=key)
    withdraw_consent(link.person, purpose=purpose, entered_through=EntryChannel.API)
    return ConsentOut(key=key, is_given=has_consented(link.person, key))
