"""What a browser posts at each step of the application form."""

from django.test import Client
from django.urls import reverse

from tests.factories.volunteers import MOTIVATION
from volunteers.models import Call

STEPS = ("kisi", "alanlar", "zaman", "onay", "kontrol")
#: Those of a call with questions of its own.
ALL_STEPS = ("kisi", "alanlar", "zaman", "sorular", "onay", "kontrol")


def step_data(call: Call) -> dict[str, dict[str, object]]:
    """A valid answer to every step, all consents empty."""
    first = call.areas.all()[0].slug
    return {
        "kisi": {
            "given_name": "Çiğdem",
            "family_name": "Iğdırlı",
            "birth_date_day": "21",
            "birth_date_month": "11",
            "birth_date_year": "1990",
            "district": "konak",
            "phone": "0500 000 00 01",
            "email": "cigdem@example.org",
            "contact_channel": "email",
            "hide_organization": "on",
        },
        "alanlar": {f"areas_{first}": "1"},
        "diller": {"language_1": "en", "level_1": "C1", "direction_1": "both_ways"},
        "zaman": {
            "motivation": MOTIVATION,
            "weekly_hours": "up_to_5",
            "availability": ["mon-morning", "sun-evening"],
            "mode": "both",
        },
        "sorular": {},
        "onay": {"notice_read": "on", "declared_true": "on"},
        "kontrol": {},
    }


def step_url(call: Call, step: str) -> str:
    return reverse("volunteers:apply_step", args=[call.slug, step])


def post_step(browser: Client, call: Call, step: str, data: dict[str, object]):
    """As the browser would: fields carry the step's name, hidden fields included."""
    prefix = f"ApplyView-{call.slug}"
    posted = {f"{prefix}-current_step": step}
    posted |= {
        name if name in ("later", "autosave") else f"{step}-{name}": value
        for name, value in data.items()
    }
    return browser.post(step_url(call, step), posted)


def fill_in(browser: Client, call: Call, *, until: str = "", steps=STEPS, **changes):
    """Post the steps in turn; returns the last answer. `changes`: step -> data."""
    data = step_data(call)
    response = None
    for step in steps:
        browser.get(step_url(call, step))
        response = post_step(browser, call, step, changes.get(step, data[step]))
        if step == until:
            break
    return response
