"""The text message channel; see `messaging.channels`."""

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.domain.reports import reference_of
from messaging.enums import StateReason
from messaging.models import Message
from messaging.sms.encoding import fold_to_gsm
from messaging.sms.gateways import gateway


def send_sms(message: Message) -> str:
    number = message.address
    if not number:
        raise PermanentFailure(StateReason.NUMBER_REFUSED)
    chosen = gateway()
    if chosen is None:
        raise TemporaryFailure(StateReason.MISCONFIGURED)
    return chosen.send(
        number,
        fold_to_gsm(message.full_body),
        # Made of the key's row, so that a repeat is recognizable.
        reference=reference_of(message),
    )
