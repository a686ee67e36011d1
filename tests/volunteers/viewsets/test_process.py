"""The words of the process on staff's screens: read, written by two, published."""

import pytest
from django.test import Client
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.staff import make_staff
from volunteers.domain.process import install_first_edition, prepare_edition
from volunteers.exceptions import ProcessDenied
from volunteers.models import ProcessEdition, StageText

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may_change"),
    [
        (StaffRole.MANAGER, True),
        (StaffRole.APPLICATIONS, False),
        (StaffRole.PRIVACY, False),
    ],
    ids=lambda one: str(one),
)
def test_words_of_the_process_are_read_and_written_by_role(client, role, may_change):
    install_first_edition()
    first = ProcessEdition.objects.get()
    client.force_login(make_staff(role))

    shown = client.get(reverse("volunteers_process:index")).content.decode()
    read = client.get(reverse("volunteers_process:inspect", args=[first.pk]))
    client.post(reverse("volunteers_process:prepare", args=[first.pk]))

    assert "Sürüm 1" in shown or "Edition 1" in shown
    assert read.status_code == 200
    assert (ProcessEdition.objects.count() == 2) is may_change


def written(client, draft, change):
    """The form of the draft as it is sent, each text as `change` makes it."""
    page = client.get(reverse("volunteers_process:edit", args=[draft.pk]))
    data = {"words_seen": page.context["seen"]}
    formset = page.context["form"].formsets["stages"]
    for bound in (formset.management_form, *formset.forms):
        for field in bound:
            if field.name in ("staff_name", "public_name", "public_next"):
                for code in ("tr", "en"):
                    words = change(
                        field.value()[code], state=bound.instance.state, name=field.name
                    )
                    data[f"{field.html_name}_{code}"] = words
            else:
                data[field.html_name] = field.value() or ""
    return data


def test_a_draft_is_edited_and_published(client):
    install_first_edition()
    first = ProcessEdition.objects.get()
    client.force_login(make_staff(StaffRole.MANAGER))
    client.post(reverse("volunteers_process:prepare", args=[first.pk]))
    draft = ProcessEdition.objects.draft()

    data = written(client, draft, lambda words, **_where: f"{words}!")
    saved = client.post(reverse("volunteers_process:edit", args=[draft.pk]), data)
    client.post(reverse("volunteers_process:publish", args=[draft.pk]))

    assert saved.status_code == 302
    current = ProcessEdition.objects.current()
    assert current == draft
    assert all(str(text.staff_name).endswith("!") for text in current.stages.all())
    locked = client.get(reverse("volunteers_process:edit", args=[first.pk]))
    assert locked.headers["Location"] == reverse(
        "volunteers_process:inspect", args=[first.pk]
    )


@pytest.fixture
def two_writers(client):
    """A draft, and a post of the form that each of two managers has open."""
    install_first_edition()
    manager, colleague = (
        make_staff(StaffRole.MANAGER, username=name) for name in ("bir", "iki")
    )
    draft = prepare_edition(by=manager)
    other = Client()
    client.force_login(manager)
    other.force_login(colleague)
    return draft, client, other


def with_words(where, words):
    """Only what is said of the stage `where`, on her page, is another."""
    return lambda before, *, state, name: (
        words if (state, name) == (where, "public_name") else before
    )


def said(draft, state):
    return StageText.objects.get(edition=draft, state=state).public_name["tr"]


def test_the_second_writer_is_told_and_overwrites_nothing(two_writers):
    draft, first, second = two_writers
    page = reverse("volunteers_process:edit", args=[draft.pk])
    hers = written(first, draft, with_words("invited", "Saat seçin"))
    theirs = written(second, draft, with_words("invited", "Gün ve saat seçin"))

    assert first.post(page, hers).status_code == 302
    answer = second.post(page, theirs)

    assert answer.status_code == 200
    assert said(draft, "invited") == "Saat seçin"
    shown = answer.content.decode()
    assert str(ProcessDenied.CHANGED_MEANWHILE.label) in shown
    # What the other one saved is told; what she wrote is still in the form.
    [both] = answer.context["both"]
    assert "Saat seçin" in [words for _label, _code, words in both.theirs]
    assert 'value="Gün ve saat seçin"' in shown
    # Knowing it, she may save.
    again = {**theirs, "words_seen": answer.context["seen"]}
    assert second.post(page, again).status_code == 302
    assert said(draft, "invited") == "Gün ve saat seçin"


def test_stages_that_she_left_alone_stay_the_others(two_writers):
    draft, first, second = two_writers
    page = reverse("volunteers_process:edit", args=[draft.pk])
    hers = written(first, draft, with_words("invited", "Saat seçin"))
    theirs = written(second, draft, with_words("reserve", "Sıradasınız"))

    first.post(page, hers)
    answer = second.post(page, theirs)
    assert said(draft, "reserve") != "Sıradasınız"
    form = answer.context["form"]
    again = {key: form.data[key] for key in theirs} | {
        "words_seen": answer.context["seen"]
    }
    second.post(page, again)

    assert answer.context["both"] == ()
    assert said(draft, "invited") == "Saat seçin"
    assert said(draft, "reserve") == "Sıradasınız"


def test_who_writes_while_it_is_published_is_told(two_writers):
    draft, first, second = two_writers
    theirs = written(second, draft, with_words("reserve", "Sıradasınız"))
    first.post(reverse("volunteers_process:publish", args=[draft.pk]))

    answer = second.post(
        reverse("volunteers_process:edit", args=[draft.pk]), theirs, follow=True
    )

    assert str(ProcessDenied.PUBLISHED.label) in answer.content.decode()
    assert said(draft, "reserve") != "Sıradasınız"


@pytest.mark.parametrize("sent", ["", "x", "[]", "{}"])
def test_a_form_that_does_not_say_what_it_saw_writes_nothing(two_writers, sent):
    draft, first, _second = two_writers
    hers = written(first, draft, with_words("invited", "Saat seçin"))

    answer = first.post(
        reverse("volunteers_process:edit", args=[draft.pk]),
        {**hers, "words_seen": sent},
    )

    assert answer.status_code == 200
    assert said(draft, "invited") != "Saat seçin"
