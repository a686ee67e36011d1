"""A registration as a front end sends it."""

from typing import Any

CHILD = {"kind": "child", "given_name": "Deniz", "birth_year": 2018}


def party_of(number: int, *, notice_id: int) -> dict[str, Any]:
    """A woman and none to three children, by turns."""
    return {
        "notice_id": notice_id,
        "person": {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date": "1990-11-21",
            "district": "konak",
            "phone": f"0500{number % 10_000_000:07d}",
            "email": f"kisi{number}@example.org",
            "contact_channel": "email",
            "safe_time": "any",
        },
        "party": [CHILD] * (number % 4),
        "emergency": {"name": "Şule Güneş", "phone": "0500 000 00 02"},
    }
