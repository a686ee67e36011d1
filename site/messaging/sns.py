"""Notices of Amazon SNS about mail that came back: only genuine ones are read.

django-ses fetches and keeps the signing certificate and knows what is signed; it
checks neither the second version of signatures nor how old a notice is, and would log
the whole notice, address included. Those parts are here.
"""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.request import urlopen

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.utils import timezone
from django_ses import utils

from messaging.enums import NoticeRefusal

#: SNS goes on trying to deliver a notice for six hours.
OLDEST = timedelta(hours=7)
CLOCKS_DIFFER_BY = timedelta(minutes=5)
_TIMEOUT = 10

_DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    "1": hashes.SHA1,
    "2": hashes.SHA256,
}


class UntrustedNotice(Exception):
    """Whoever sent it, it was not our topic, or not now."""

    def __init__(self, reason: NoticeRefusal):
        super().__init__(reason.value)
        self.reason = reason


def read_notice(body: bytes) -> dict[str, Any]:
    """The notice, when it is signed by SNS, about our topic, and recent."""
    try:
        notice = json.loads(body)
    except ValueError:
        raise UntrustedNotice(NoticeRefusal.UNREADABLE) from None
    if not isinstance(notice, dict):
        raise UntrustedNotice(NoticeRefusal.UNREADABLE)
    # The cheap checks come first: nobody makes us fetch a certificate for nothing.
    topic = settings.AWS_SES_SNS_TOPIC_ARN
    if not topic or notice.get("TopicArn") != topic:
        raise UntrustedNotice(NoticeRefusal.FOREIGN_TOPIC)
    if not _is_recent(notice.get("Timestamp")):
        raise UntrustedNotice(NoticeRefusal.OLD)
    if not _is_from_sns(notice.get("SigningCertURL")):
        raise UntrustedNotice(NoticeRefusal.FOREIGN_CERTIFICATE)
    if not is_signed(notice):
        raise UntrustedNotice(NoticeRefusal.BAD_SIGNATURE)
    return notice


def is_signed(notice: dict[str, Any]) -> bool:
    """Whether the signature fits what is signed, by the certificate of SNS."""
    digest = _DIGESTS.get(str(notice.get("SignatureVersion")))
    verifier = utils.EventMessageVerifier(notice)
    signed = verifier._get_bytes_to_sign()
    if digest is None or not signed:
        return False
    try:
        signature = base64.b64decode(str(notice.get("Signature", "")), validate=True)
    except (binascii.Error, ValueError):
        return False
    certificate = verifier.certificate
    if certificate is None:
        # It remembers a failed fetch for ever; the next notice asks again.
        utils._CERT_CACHE.pop(notice["SigningCertURL"], None)
        return False
    key = certificate.public_key()
    now = timezone.now()
    if not isinstance(key, rsa.RSAPublicKey) or not (
        certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    ):
        return False
    try:
        key.verify(signature, signed, padding.PKCS1v15(), digest())
    except InvalidSignature:
        return False
    return True


def confirm_subscription(notice: dict[str, Any]) -> bool:
    """Answer a genuine invitation of our own topic; False when SNS did not take it."""
    url = notice.get("SubscribeURL")
    if not utils.is_trusted_sns_subscribe_url(url):
        raise UntrustedNotice(NoticeRefusal.FOREIGN_ADDRESS)
    try:
        with urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310  (https, checked)
            return bool(answer.status == 200)
    except OSError:
        return False


def _is_from_sns(url: object) -> bool:
    return isinstance(url, str) and bool(utils.SES_REGEX_CERT_URL.fullmatch(url))


def _is_recent(text: object) -> bool:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return False
    if moment.tzinfo is None:
        return False
    return -CLOCKS_DIFFER_BY <= timezone.now() - moment <= OLDEST
