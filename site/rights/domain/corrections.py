"""Correcting what is held on a person; a new address answers before it counts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from messaging.channels import automatic_routes
from messaging.domain.routes import address_of
from messaging.enums import Route
from people.domain.links import issue_link, revoke_links, use_link
from people.enums import ContactChannel, LinkPurpose
from people.exceptions import Refusal
from people.models import Person
from rights import notifications
from rights.domain.requests import receive_request
from rights.enums import AddressKind, RequestChannel, RequestKind, RequestRefusal
from rights.models import AddressChange

#: What she may correct by herself; her date of birth decides who may take part, so
#: that it is corrected by staff.
CORRECTABLE = frozenset(
    {
        "given_name",
        "family_name",
        "district",
        "neighborhood",
        "phone",
        "email",
        "language",
        "contact_channel",
        "safe_time",
        "may_leave_message",
        "hide_organization",
    }
)
CONFIRM_WITHIN = timedelta(days=3)
_ROUTES = {AddressKind.EMAIL: Route.EMAIL, AddressKind.PHONE: Route.SMS}
_NEEDED = {
    ContactChannel.EMAIL: AddressKind.EMAIL,
    ContactChannel.SMS: AddressKind.PHONE,
    ContactChannel.PHONE: AddressKind.PHONE,
}


def correct_person(
    person: Person, *, changes: dict[str, Any], by: Any = None
) -> list[str]:
    """Write what differs; returns the names of the fields that changed.

    `by` is None when she did it herself. The log names the fields, never what stood
    or stands in them.
    """
    if unknown := set(changes) - CORRECTABLE:
        raise ValueError(f"not to be corrected here: {sorted(unknown)}")
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        changed = sorted(
            name for name, value in changes.items() if getattr(locked, name) != value
        )
        for name in changed:
            setattr(locked, name, changes[name])
        _check_reachable(locked)
        if changed:
            locked.save(update_fields=changed)
            log(locked, "rights.person.correct", user=by, data={"fields": changed})
    person.refresh_from_db()
    return changed


@dataclass(frozen=True, slots=True)
class Correction:
    """What came of her corrections."""

    changed: list[str]
    #: addresses that were written to, and count once they are confirmed
    to_confirm: list[AddressKind]
    #: a number that nobody can confirm by a link is confirmed by staff
    by_staff: list[AddressKind]


def correct_own(
    person: Person,
    *,
    changes: dict[str, Any],
    tell_old_address: bool = False,
    stop_old_address: bool = False,
) -> Correction:
    """Her own corrections: at once, but for an address, which is asked to answer.

    The old address stays in use until the new one has answered, unless she says
    `stop_old_address`: then nothing goes anywhere until it has. Unless she says
    `tell_old_address`, the old one hears nothing: somebody else may read it.
    """
    changes = dict(changes)
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        asked = {
            kind: str(changes.pop(kind.value))
            for kind in AddressKind
            if kind.value in changes
            and changes[kind.value]
            and str(changes[kind.value]) != _kept(locked, kind)
        }
        waits_for = _NEEDED.get(changes.get("contact_channel", locked.contact_channel))
        channel = changes.get("contact_channel", locked.contact_channel)
        if waits_for in asked and channel != locked.contact_channel:
            del changes["contact_channel"]
        if stop_old_address and waits_for in asked:
            changes["contact_channel"] = ContactChannel.SHE_CALLS
            changes[str(waits_for)] = ""
        old = {kind: _kept(locked, kind) for kind in AddressKind}
        changed = correct_person(locked, changes=changes)
        to_confirm, by_staff = [], []
        for kind, value in asked.items():
            wanted = channel if kind == waits_for else ""
            if _ROUTES[kind] in automatic_routes():
                _ask_to_confirm(
                    locked,
                    kind,
                    value,
                    contact_channel=wanted,
                    tells_old=tell_old_address and bool(old[kind]),
                )
                to_confirm.append(kind)
            else:
                _ask_staff(locked, kind, value)
                by_staff.append(kind)
    return Correction(changed=changed, to_confirm=to_confirm, by_staff=by_staff)


def confirm_address(token: str) -> AddressChange | None:
    """The new address answered: it takes the old one's place. None for a bad link."""
    with transaction.atomic():
        link = use_link(token, purpose=LinkPurpose.NEW_ADDRESS)
        change = link.target if link else None
        if not isinstance(change, AddressChange):
            return None
        person = Person.objects.select_for_update().get(pk=change.person_id)
        route = _ROUTES[AddressKind(change.kind)]
        old = address_of(person, route)
        changes: dict[str, Any] = {change.kind: change.value}
        if change.contact_channel:
            changes["contact_channel"] = change.contact_channel
        correct_person(person, changes=changes)
        if change.tells_old_address and old:
            notifications.tell_old_address(person, to=(route, old))
        AddressChange.objects.filter(pk=change.pk).delete()
    return change


def _ask_to_confirm(
    person: Person,
    kind: AddressKind,
    value: str,
    *,
    contact_channel: str,
    tells_old: bool,
) -> None:
    change, _made = AddressChange.objects.update_or_create(
        person=person,
        kind=kind,
        defaults={
            "sealed_value": AddressChange.sealed(value),
            "contact_channel": contact_channel,
            "tells_old_address": tells_old,
        },
    )
    revoke_links(change, purpose=LinkPurpose.NEW_ADDRESS)
    token = issue_link(
        person,
        purpose=LinkPurpose.NEW_ADDRESS,
        target=change,
        expires_at=timezone.now() + CONFIRM_WITHIN,
    )
    notifications.send_confirmation(change, to=(_ROUTES[kind], value), token=token)


def _ask_staff(person: Person, kind: AddressKind, value: str) -> None:
    receive_request(
        kind=RequestKind.CORRECTION,
        received_through=RequestChannel.OWN_PAGE,
        person=person,
        wish=f"{kind.label}: {value}",
    )


def _kept(person: Person, kind: AddressKind) -> str:
    if kind == AddressKind.EMAIL:
        return person.email
    return str(person.phone.as_e164) if person.phone else ""


def _check_reachable(person: Person) -> None:
    needed = _NEEDED.get(ContactChannel(person.contact_channel))
    if needed and not getattr(person, needed.value):
        raise Refusal(RequestRefusal.NOT_REACHABLE)
