"""What the answers of Amazon SES mean for a message."""

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.enums import StateReason

#: The mail itself is not taken, and will not be.
_REJECTED = frozenset({"MessageRejected", "InvalidParameterValue"})
#: Nothing is wrong with the mail: our account, our keys or our sender.
_OURS = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AccountSendingPausedException",
        "AccountSuspendedException",
        "ConfigurationSetDoesNotExist",
        "ConfigurationSetSendingPausedException",
        "InvalidClientTokenId",
        "MailFromDomainNotVerifiedException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


def is_on() -> bool:
    """Whether mail leaves through SES."""
    return "django_ses" in settings.EMAIL_BACKEND


def failure_of(
    answer: ClientError | BotoCoreError,
) -> TemporaryFailure | PermanentFailure:
    """Throttling, an overloaded or unreachable server are worth another try."""
    if not isinstance(answer, ClientError):
        return TemporaryFailure()
    error = answer.response.get("Error", {})
    code = error.get("Code", "")
    # An unverified sender comes as MessageRejected, too.
    if code in _OURS or "not verified" in error.get("Message", ""):
        return TemporaryFailure(StateReason.MISCONFIGURED)
    if code in _REJECTED:
        return PermanentFailure(StateReason.REJECTED)
    return TemporaryFailure()
