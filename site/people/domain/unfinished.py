"""Public forms that somebody began and did not finish: they live in her session.

A session says nowhere whose it is, so each one is looked into. They expire by
themselves; this is for the few weeks before.
"""

import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from language.turkish import fold_tr
from people.models import Person

#: How django-formtools names what it keeps in a session.
_FORM = "wizard_"
_FINISHED = "finished_steps"


def forget_unfinished_forms(person: Person) -> dict[str, int]:
    """Drop every unfinished form with her e-mail address or phone number in it."""
    marks = [fold_tr(person.email), str(person.phone)[-10:] if person.phone else ""]
    if not any(marks):
        return {}
    forgotten = 0
    sessions = Session.objects.filter(expire_date__gt=timezone.now())
    for session in sessions.iterator(chunk_size=500):
        content = session.get_decoded()
        forms = {
            name: value for name, value in content.items() if name.startswith(_FORM)
        }
        if not forms or not _mentions(forms, *marks):
            continue
        if "_auth_user_id" in content:
            # A member of staff typing for her: she stays logged in.
            for name in (*forms, _FINISHED):
                content.pop(name, None)
            session.session_data = SessionStore().encode(content)
            session.save(update_fields=["session_data"])
        else:
            session.delete()
        forgotten += 1
    return {"sessions.session": forgotten}


def _mentions(forms: dict[str, Any], email: str, phone: str) -> bool:
    told = json.dumps(forms, ensure_ascii=False)
    digits = "".join(filter(str.isdigit, told))
    return bool(email and email in fold_tr(told)) or bool(phone and phone in digits)
