"""The pages for other front ends, through Wagtail's own API."""

import pytest

from tests.factories.pages import ContentPageFactory, ProgramPageFactory

pytestmark = pytest.mark.django_db


def test_the_body_is_served_as_data(client, home):
    page = ProgramPageFactory(
        parent=home,
        intro="Bir gün ara verin.",
        cost="Ücretsiz",
        body=[
            (
                "numbers",
                {
                    "heading": "Bugüne kadar",
                    "numbers": [{"value": "2.500", "label": "kadın"}],
                    "source": "Belediye",
                },
            )
        ],
    )

    served = client.get(f"/api/v2/pages/{page.pk}/").json()

    assert served["meta"]["type"] == "pages.ProgramPage"
    assert served["intro"] == "Bir gün ara verin."
    assert served["cost"] == "Ücretsiz"
    assert served["program"]["id"] == page.program_id
    assert [(block["type"], block["value"]) for block in served["body"]] == [
        (
            "numbers",
            {
                "heading": "Bugüne kadar",
                "numbers": [{"value": "2.500", "label": "kadın"}],
                "source": "Belediye",
            },
        )
    ]


def test_a_front_end_knows_which_pages_are_sensitive(client, home):
    page = ContentPageFactory(parent=home, title="Danışma", is_sensitive=True)

    assert client.get(f"/api/v2/pages/{page.pk}/").json()["is_sensitive"] is True


def test_pages_below_a_sensitive_page_are_served_as_sensitive(client, home):
    above = ContentPageFactory(parent=home, title="Danışma", is_sensitive=True)
    page = ContentPageFactory(parent=above, title="Haklarınız")

    assert client.get(f"/api/v2/pages/{page.pk}/").json()["is_sensitive"] is True


def test_drafts_are_not_served(client, home):
    page = ContentPageFactory(parent=home, title="Taslak", live=False)

    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404
