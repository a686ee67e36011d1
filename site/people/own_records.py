"""What `people` holds on somebody, in her words: see `people.holdings`.

Staff who saw her data are told as counts by month and kind, never by name: they are
people too, and who did what is for the controller to look into.
"""

from collections import Counter
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.domain.protection import reason_of
from people.domain.retention import kept_until
from people.enums import AccessKind, ConsentAction
from people.holdings import HeldRecord, Holding, register_holding, tell
from people.models import (
    AccessRecord,
    ConsentRecord,
    DistinctPair,
    LegalHold,
    NoticeReceipt,
    Person,
    PersonMerge,
    PrivateLink,
    Protection,
    Recusal,
)


def about_her(person: Person) -> list[HeldRecord]:
    return [
        tell(
            gettext("Your record"),
            [
                ("record", _("Record"), str(person)),
                ("given_name", _("Given name"), person.given_name),
                ("family_name", _("Family name"), person.family_name),
                ("birth_date", _("Date of birth"), person.birth_date),
                ("district", _("District"), person.get_district_display()),
                ("neighborhood", _("Neighborhood"), person.neighborhood),
                ("language", _("Language of messages"), person.get_language_display()),
                (
                    "entered_through",
                    _("Entered through"),
                    person.get_entered_through_display(),
                ),
                ("created_at", _("Entered at"), person.created_at),
            ],
            district=person.district,
            language=person.language,
            entered_through=person.entered_through,
        )
    ]


def how_she_is_reached(person: Person) -> list[HeldRecord]:
    return [
        tell(
            gettext("How we reach you"),
            [
                ("contact_channel", _("By"), person.get_contact_channel_display()),
                (
                    "phone",
                    _("Mobile phone"),
                    str(person.phone.as_national) if person.phone else "",
                ),
                ("email", _("E-mail"), person.email),
                ("safe_time", _("Safe time"), person.get_safe_time_display()),
                (
                    "may_leave_message",
                    _("A message may be left"),
                    person.may_leave_message,
                ),
                (
                    "hide_organization",
                    _("We do not say who is calling"),
                    person.hide_organization,
                ),
            ],
            contact_channel=person.contact_channel,
            phone=person.phone.as_e164 if person.phone else "",
            safe_time=person.safe_time,
        )
    ]


def consents_given(person: Person) -> list[HeldRecord]:
    records = person.consent_records.select_related("text__purpose").order_by(
        "at", "pk"
    )
    return [
        tell(
            record.text.purpose.name,
            [
                ("action", _("What you said"), record.get_action_display()),
                ("at", _("When"), record.at),
                ("sentence", _("The sentence you read"), record.text.text),
                ("version", _("Version"), record.text.version),
                ("through", _("Through"), record.get_entered_through_display()),
                (
                    "counts",
                    _("Counts today"),
                    record.counts if record.action == ConsentAction.GIVEN else None,
                ),
            ],
            purpose=record.text.purpose.key,
            action=record.action,
            language=record.text.language,
            through=record.entered_through,
        )
        for record in records
    ]


def notices_shown(person: Person) -> list[HeldRecord]:
    receipts = person.notice_receipts.select_related("notice").order_by("shown_at")
    return [
        tell(
            receipt.notice.get_process_display(),
            [
                ("shown_at", _("Shown at"), receipt.shown_at),
                ("version", _("Version"), receipt.notice.version),
                ("language", _("Language"), receipt.notice.get_language_display()),
            ],
            process=receipt.notice.process,
            language=receipt.notice.language,
            sha256=receipt.notice.sha256,
        )
        for receipt in receipts
    ]


def links_made(person: Person) -> list[HeldRecord]:
    return [
        tell(
            link.get_purpose_display(),
            [
                ("created_at", _("Made at"), link.created_at),
                ("expires_at", _("Valid until"), link.expires_at),
                ("used_at", _("Opened at"), link.used_at),
                ("revoked_at", _("Closed at"), link.revoked_at),
            ],
            purpose=link.purpose,
        )
        for link in person.private_links.order_by("created_at", "pk")
    ]


def seen_by_staff(person: Person) -> list[HeldRecord]:
    """How often, by month, role and kind."""
    months: dict[tuple[int, int], Counter[tuple[str, str]]] = {}
    records = (
        AccessRecord.objects.filter(person=person)
        .select_related("user")
        .prefetch_related("user__groups")
        .order_by("at")
    )
    for record in records:
        day = timezone.localtime(record.at)
        groups = (
            [group.name for group in record.user.groups.all()] if record.user else []
        )
        role = ", ".join(sorted(groups)) or gettext("Staff")
        counts = months.setdefault((day.year, day.month), Counter())
        counts[role, record.kind] += 1
    return [
        HeldRecord(
            title=date_format(date(year, month, 1), "F Y"),
            facts=[
                (f"{role}: {AccessKind(kind).label}", str(count))
                for (role, kind), count in sorted(counts.items())
            ],
            data={
                "month": f"{year}-{month:02d}",
                "accesses": [
                    {"role": role, "kind": kind, "count": count}
                    for (role, kind), count in sorted(counts.items())
                ],
            },
        )
        for (year, month), counts in months.items()
    ]


def legal_holds(person: Person) -> list[HeldRecord]:
    return [
        tell(
            hold.get_reason_display(),
            [
                ("set_at", _("Since"), hold.set_at),
                ("lifted_at", _("Lifted at"), hold.lifted_at),
            ],
            reason=hold.reason,
        )
        for hold in person.legal_holds.order_by("set_at", "pk")
    ]


def records_joined(person: Person) -> list[HeldRecord]:
    """Merges of her records, and with whom she was found not to be one."""
    pairs = DistinctPair.objects.filter(Q(low=person) | Q(high=person)).count()
    told = [
        tell(_("Two records of yours became one"), [("at", _("When"), merge.at)])
        for merge in PersonMerge.objects.filter(merged__merged_into=person)
    ]
    if pairs:
        told.append(
            tell(
                _("Looked at beside a similar record, and found to be another person"),
                [("times", _("How often"), pairs)],
            )
        )
    return told


def protected_times(person: Person) -> list[HeldRecord]:
    """Not on her own page: whoever looks over her shoulder must not read it."""
    return [
        tell(
            _("Your record is hidden from most of the staff"),
            [
                ("since", _("Since"), protection.set_at),
                ("until", _("Lifted at"), protection.lifted_at),
                ("reason", _("Why"), reason_of(protection)),
            ],
        )
        for protection in person.protections.order_by("set_at", "pk")
    ]


def until_when(person: Person) -> list[HeldRecord]:
    return [
        tell(
            one.label,
            [
                ("until", _("Kept until"), one.until),
                ("stays", _("Kept longer, for a legal reason"), one.stays or None),
            ],
        )
        for one in kept_until(person)
    ]


def recusals_declared(person: Person) -> list[HeldRecord]:
    """When it was declared and why; not by whom."""
    return [
        tell(
            _("A member of staff does not look at your records"),
            [
                ("declared_at", _("Declared at"), one.declared_at),
                ("reason", _("Reason"), one.get_reason_display()),
            ],
            reason=one.reason,
        )
        for one in Recusal.objects.filter(person=person)
    ]


def register_holdings() -> None:
    for holding in (
        Holding("people.person", _("Who you are"), about_her, (Person,)),
        Holding(
            "people.reach", _("How you are reached"), how_she_is_reached, (Person,)
        ),
        Holding("people.consents", _("Consents"), consents_given, (ConsentRecord,)),
        Holding("people.notices", _("Notices shown"), notices_shown, (NoticeReceipt,)),
        Holding(
            "people.holds",
            _("What keeps your record from being erased"),
            legal_holds,
            (LegalHold,),
        ),
        Holding(
            "people.joined",
            _("Records that were compared"),
            records_joined,
            (PersonMerge, DistinctPair),
        ),
        Holding(
            "people.protection",
            _("Protection of your record"),
            protected_times,
            (Protection,),
            at_once=False,
        ),
        Holding(
            "people.recusals",
            _("Staff who know you and do not look at your records"),
            recusals_declared,
            (Recusal,),
            at_once=False,
        ),
        Holding("people.kept", _("Until when we keep it"), until_when, ()),
        Holding("people.links", _("Private links"), links_made, (PrivateLink,)),
        Holding(
            "people.accesses",
            _("Who of staff opened your record"),
            seen_by_staff,
            (AccessRecord,),
        ),
    ):
        register_holding(holding)
