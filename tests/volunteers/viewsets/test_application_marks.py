"""Files of an application, and the marks that staff settle."""

import pytest
from django.urls import reverse

from people.domain.links import issue_link
from people.enums import AccessKind, LinkPurpose
from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.volunteers import ApplicationFactory, FileFactory
from volunteers.domain.drafts import begin_draft
from volunteers.models import ApplicationFile
from volunteers.viewsets.home import lines_for

pytestmark = pytest.mark.django_db

R = StaffRole


def url_of(file):
    return reverse("volunteers_application:file", args=[file.application.pk, file.code])


def test_file_is_a_download_under_a_neutral_name_and_noted(staff_client):
    file = FileFactory()

    answer = staff_client(R.APPLICATIONS).get(url_of(file))

    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{file.application.reference}-{file.pk}.pdf"'
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    seen = AccessRecord.objects.get()
    assert (seen.person, seen.kind) == (file.application.person, AccessKind.DOWNLOAD)


@pytest.mark.parametrize(
    "role", [R.INTERVIEWER, R.TRAINING, R.COMMUNICATIONS, R.TRIPS, None]
)
def test_who_may_not_see_the_application_gets_no_file(client, staff_user, role):
    file = FileFactory()
    if role:
        client.force_login(staff_user(role))

    assert client.get(url_of(file)).status_code in (302, 403, 404)
    assert AccessRecord.objects.count() == 0


def test_protected_person_has_her_files_for_few(staff_client):
    person = PersonFactory(is_protected=True)
    file = FileFactory(application=ApplicationFactory(person=person))

    assert staff_client(R.APPLICATIONS).get(url_of(file)).status_code == 404


def test_code_of_another_application_opens_nothing(staff_client):
    file, other = FileFactory(), FileFactory()
    url = reverse("volunteers_application:file", args=[other.application.pk, file.code])

    assert staff_client(R.APPLICATIONS).get(url).status_code == 404


def test_file_of_a_draft_is_for_nobody_of_staff(staff_client):
    file = FileFactory()
    application = file.application
    ApplicationFile.objects.update(
        draft=begin_draft(application.call), application=None
    )
    url = reverse("volunteers_application:file", args=[application.pk, file.code])

    assert staff_client(R.MANAGER).get(url).status_code == 404


def test_she_downloads_her_own_file(client):
    file = FileFactory()
    application = file.application
    token = issue_link(
        application.person, purpose=LinkPurpose.APPLICATION, target=application
    )

    page = client.get(reverse("volunteers:application", args=[token]))
    link = reverse("volunteers:own_file", args=[token, file.code])
    assert link in page.content.decode()
    assert b"".join(client.get(link).streaming_content) == b"%PDF-1.4"
    other = FileFactory()
    link = reverse("volunteers:own_file", args=[token, other.code])
    assert client.get(link).status_code == 404


MARKED = {"possible_double": True, "suspicion": "no_proof", "reach_confirmed_at": None}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("settle_double", "possible_double"),
        ("clear_suspicion", "suspicion"),
        ("confirm_reach", "reach_confirmed_at"),
    ],
)
def test_each_mark_is_settled_by_who_decides(staff_client, name, field):
    application = ApplicationFactory(**MARKED)
    url = reverse(f"volunteers_application:{name}", args=[application.pk])
    before = getattr(application, field)

    assert staff_client(R.TRAINING).post(url).status_code in (302, 403)
    application.refresh_from_db()
    assert getattr(application, field) == before
    clerk = staff_client(R.APPLICATIONS)
    assert clerk.get(url).status_code == 405
    assert clerk.post(url).status_code == 302
    application.refresh_from_db()
    assert getattr(application, field) != before


def test_page_tells_of_every_mark(staff_client):
    person = PersonFactory(email="ayni@example.org")
    application = ApplicationFactory(**MARKED, person=person)
    ApplicationFactory(
        person=PersonFactory(email="ayni@example.org"), call=application.call
    )

    page = staff_client(R.APPLICATIONS).get(
        reverse("volunteers_application:inspect", args=[application.pk])
    )

    for name in ("settle_double", "clear_suspicion", "confirm_reach"):
        url = reverse(f"volunteers_application:{name}", args=[application.pk])
        assert url in page.content.decode()


@pytest.mark.parametrize(
    ("doubt", "found"), [("double", "D"), ("rubbish", "R"), ("unreached", "DR")]
)
def test_queues_are_filters_of_the_list(staff_client, doubt, found):
    ApplicationFactory(reference="D", possible_double=True)
    ApplicationFactory(reference="R", suspicion="trap")
    ApplicationFactory(reference="OLD", state="rejected", possible_double=True)

    page = staff_client(R.APPLICATIONS).get(
        reverse("volunteers_application:index"), {"doubt": doubt}
    )

    rows = {one.reference for one in page.context["object_list"]}
    assert rows == set(found)


def test_home_counts_the_queues(staff_user):
    ApplicationFactory(possible_double=True)
    ApplicationFactory(suspicion="trap")
    ApplicationFactory(suspicion="trap", state="screening")

    lines = {
        url.rpartition("?")[2]: words
        for words, url in lines_for(staff_user(R.APPLICATIONS))
    }

    assert lines["doubt=double"].startswith("1 ")
    assert lines["doubt=rubbish"].startswith("1 ")
