"""A provider's HTTP interface, described by settings.

No provider's own rules are in the code: which words of an answer mean what is said by
patterns. The body is filled in field by field, never as text, so that no letter of a
message can add a field to it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.enums import StateReason

_PLACE = re.compile(r"{(number|plain_number|text|reference|sender)}")
#: An answer is a line or two; whatever is longer is not read.
_LONGEST_ANSWER = 65_536
_CONNECT_TIMEOUT = 5


@dataclass(frozen=True, slots=True)
class HttpGateway:
    url: str
    #: JSON, or `name=value&name=value`
    body: str
    method: str = "POST"
    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: int = 10
    needs_tls: bool = True
    #: An answer is good when this is found in it; its first group is the name of the
    #: message. Without it the status decides.
    success: str = ""
    bad_number: str = ""
    no_credit: str = ""
    temporary: str = ""

    @classmethod
    def from_settings(cls) -> "HttpGateway":
        return cls(
            url=settings.SMS_URL,
            body=settings.SMS_BODY,
            method=settings.SMS_METHOD,
            sender=settings.SMS_SENDER,
            headers=settings.SMS_HEADERS,
            timeout=settings.SMS_TIMEOUT,
            needs_tls=settings.SMS_NEEDS_TLS,
            success=settings.SMS_SUCCESS_PATTERN,
            bad_number=settings.SMS_BAD_NUMBER_PATTERN,
            no_credit=settings.SMS_NO_CREDIT_PATTERN,
            temporary=settings.SMS_TEMPORARY_PATTERN,
        )

    def send(self, number: str, text: str, *, reference: str) -> str:
        if self.needs_tls and urlsplit(self.url).scheme != "https":
            raise TemporaryFailure(StateReason.MISCONFIGURED)
        content, kind = self._filled(
            {
                "number": number,
                # Providers in Türkiye take 905321234567 rather than +905321234567.
                "plain_number": number.removeprefix("+"),
                "text": text,
                "reference": reference,
                "sender": self.sender,
            }
        )
        try:
            with requests.request(
                self.method,
                self.url,
                data=content.encode(),
                headers={"Content-Type": kind, **self.headers},
                timeout=(_CONNECT_TIMEOUT, self.timeout),
                # The text would go wherever the answer says.
                allow_redirects=False,
                stream=True,
            ) as answer:
                words = answer.raw.read(_LONGEST_ANSWER, decode_content=True)
                return self._read(answer.status_code, words.decode(errors="replace"))
        except (requests.exceptions.SSLError, requests.exceptions.InvalidURL):
            raise TemporaryFailure(StateReason.MISCONFIGURED) from None
        # An error of the library names the address it asked; nobody else hears it.
        except (requests.RequestException, OSError, HTTPError):
            raise TemporaryFailure() from None

    def _read(self, status: int, words: str) -> str:
        """What came of it. Patterns come first: many providers answer 200 to all."""
        if self._says(self.bad_number, words):
            raise PermanentFailure(StateReason.NUMBER_REFUSED, breaks_route=True)
        if self._says(self.no_credit, words):
            raise TemporaryFailure(StateReason.NO_CREDIT)
        if self._says(self.temporary, words):
            raise TemporaryFailure()
        if status in (401, 402, 403):
            raise TemporaryFailure(StateReason.MISCONFIGURED)
        if status in (408, 425, 429) or status >= 500:
            raise TemporaryFailure()
        if not 200 <= status < 300:
            raise PermanentFailure(StateReason.REJECTED)
        if not self.success:
            return ""
        found = re.search(self.success, words)
        if found is None:
            raise TemporaryFailure(StateReason.MISCONFIGURED)
        return (found[1] if found.groups() else found[0])[:200]

    def _says(self, pattern: str, words: str) -> bool:
        return bool(pattern) and re.search(pattern, words) is not None

    def _filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        if self.body.lstrip().startswith(("{", "[")):
            filled = _fill(json.loads(self.body), values)
            return json.dumps(filled), "application/json; charset=utf-8"
        pairs = parse_qsl(self.body, keep_blank_values=True)
        return (
            urlencode([(name, _fill(value, values)) for name, value in pairs]),
            "application/x-www-form-urlencoded; charset=utf-8",
        )


def _fill(part: Any, values: Mapping[str, str]) -> Any:
    match part:
        case str():
            return _PLACE.sub(lambda place: values[place[1]], part)
        case list():
            return [_fill(one, values) for one in part]
        case dict():
            return {name: _fill(one, values) for name, one in part.items()}
    return part
