"""`make run` says no before it has changed anything."""

import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Site

from pages.management.commands.run_demo import point_site_here


def test_a_port_in_use_is_told_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            call_command("run_demo", port=port)

    assert str(refused.value) == (
        f"Port {port} cannot be used here (Address already in use); "
        f"choose another one: make run PORT={port + 1}"
    )


def test_known_logins_are_kept_out_of_production(settings):
    settings.SECURE_SSL_REDIRECT = True

    with pytest.raises(CommandError) as refused:
        call_command("run_demo")

    assert str(refused.value) == "The demo's logins are known; keep it off production."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("http://127.0.0.1:9000", ("127.0.0.1", 9000)),
        ("http://demo.example.org", ("demo.example.org", 80)),
    ],
)
def test_addresses_follow_the_port(settings, address, where):
    settings.SITE_URL = address

    point_site_here()

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == where
