"""Women who send the public forms from browsers of their own, without a screen.

What one woman posted in a real browser is sent again under other names: the same
addresses and fields, each with the token of its own page.
"""

import base64
import hashlib
import html
import json
import re
from urllib.parse import urlencode

from playwright.sync_api import APIRequestContext, Playwright

#: One step of a form: its address, and the fields in their order.
Posted = tuple[str, list[tuple[str, str]]]


def without_a_screen(playwright: Playwright, base_url: str) -> APIRequestContext:
    """Cookies of her own; she reads Turkish."""
    return playwright.request.new_context(
        base_url=base_url, extra_http_headers={"Accept-Language": "tr-TR"}
    )


def apply_again(
    hers: APIRequestContext, posted: list[Posted], own: dict[str, str]
) -> None:
    """The same answers with what is her `own`, and the last page's task solved."""
    for url, fields in posted:
        page = hers.get(url).text()
        fields = [
            (name, own.get(name.partition("-")[2], value)) for name, value in fields
        ]
        changed = {"csrfmiddlewaretoken": csrf_in(page), **solved_in(page)}
        sent = [(name, changed.get(name, value)) for name, value in fields]
        answer = post(hers, url, sent)
        assert answer.ok, (answer.status, answer.text()[:2000])
    assert "EIG-" in answer.text()


def csrf_in(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def post(hers: APIRequestContext, url: str, fields: list[tuple[str, str]]):
    return hers.post(
        url,
        data=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def solved_in(page: str) -> dict[str, str]:
    """The field of the small task that a browser solves before it sends the form."""
    found = re.search(r"<input[^>]*data-proof[^>]*>", page)
    if found is None:
        return {}
    fields = html.unescape(found[0])
    task = dict(re.findall(r'(?:data-)?([a-z]+)="([^"]*)"', fields))
    number = next(
        n
        for n in range(int(task["largest"]) + 1)
        if hashlib.sha256(f"{task['salt']}{n}".encode()).hexdigest()
        == task["challenge"]
    )
    solution = {
        "algorithm": task["algorithm"],
        "challenge": task["challenge"],
        "number": number,
        "salt": task["salt"],
        "signature": task["signature"],
    }
    answer = base64.b64encode(json.dumps(solution).encode()).decode()
    return {task["name"]: answer}


def book(hers: APIRequestContext, link: str) -> None:
    """One time is offered, and ten women have it, each with somebody of her own."""
    page = hers.get(link).text()
    [choice] = re.findall(r'name="slot"[^>]*value="([^"]+)"', page)
    answer = post(
        hers,
        link,
        [
            ("csrfmiddlewaretoken", csrf_in(page)),
            ("action", "book"),
            ("slot", choice),
        ],
    )
    assert answer.ok, answer.status
    assert "Randevunuz" in answer.text()
