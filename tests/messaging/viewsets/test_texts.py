"""The pages on which staff write the words of messages."""

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.domain.texts import Draft, original_text, save_texts
from messaging.models import MessageText
from messaging.templates import all_templates, get_template
from people.roles import StaffRole
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

KEY = "programs.offered"
INDEX = reverse("messaging_text:index")
EDIT = reverse("messaging_text:edit", args=[KEY])
VERSIONS = reverse("messaging_text:versions", args=[KEY])
GO_BACK = reverse("messaging_text:go_back", args=[KEY])
GOOD = "Sizin için yer açıldı.\n\nSon yanıt zamanı: {until}\nYanıtlamak için: {link}"


@pytest.fixture
def writer():
    return make_staff(StaffRole.COMMUNICATIONS)


@pytest.fixture
def browser(client, writer):
    client.force_login(writer)
    return client


def typed(**changes):
    data = {}
    for code in ("tr", "en"):
        draft = original_text(get_template(KEY), code)
        data |= {
            f"subject_{code}": draft.subject,
            f"body_{code}": draft.body,
            f"sms_{code}": draft.sms,
            f"seen_{code}": 0,
        }
    return {**data, **changes}


@pytest.mark.parametrize("url", [INDEX, EDIT, VERSIONS])
@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.MANAGER])
def test_pages_are_open_to_those_who_write(staff_client, role, url):
    assert staff_client(role).get(url).status_code == 200


@pytest.mark.parametrize(
    "role",
    [
        StaffRole.APPLICATIONS, StaffRole.INTERVIEWER, StaffRole.TRAINING,
        StaffRole.TRIPS, StaffRole.PRIVACY,
    ],
)  # fmt: skip
def test_pages_are_closed_to_others(staff_client, role):
    browser = staff_client(role)

    answers = [
        browser.get(INDEX),
        browser.get(EDIT),
        browser.get(VERSIONS),
        browser.post(EDIT, typed(body_tr=GOOD)),
        browser.post(GO_BACK, {"language": "tr"}),
    ]

    assert {answer.headers["Location"] for answer in answers} == {
        reverse("wagtailadmin_home")
    }
    assert MessageText.objects.count() == 0
    assert INDEX not in browser.get(reverse("wagtailadmin_home")).content.decode()


def test_writers_see_no_message_that_was_sent(browser):
    answer = browser.get(reverse("messaging_message:index"))

    assert answer.headers["Location"] == reverse("wagtailadmin_home")


def test_list_names_every_message_in_words(browser):
    page = browser.get(INDEX).content.decode()

    for template in all_templates():
        assert str(template.name) in page
        assert reverse("messaging_text:edit", args=[template.key]) in page


def test_search_forgives_letters_and_tells_when_nothing_fits(browser):
    url = reverse("messaging_text:index_results")

    page = browser.get(url, {"q": "yedek LISTE sira"}).content.decode()
    assert reverse("messaging_text:edit", args=["programs.waiting"]) in page
    assert reverse("messaging_text:edit", args=["volunteers.assigned"]) not in page

    assert "uyan ileti yok" in browser.get(url, {"q": "zzz"}).content.decode()


def test_unknown_message_is_not_found(browser):
    assert browser.get(reverse("messaging_text:edit", args=["x.y"])).status_code == 404


def test_saved_text_is_in_force_and_marked_in_the_list(browser, writer):
    answer = browser.post(EDIT, typed(body_tr=GOOD))

    assert answer.headers["Location"] == EDIT
    text = MessageText.objects.get()
    assert (text.language, text.version, text.body, text.edited_by) == (
        "tr", 1, GOOD, writer,
    )  # fmt: skip
    assert browser.get(INDEX).content.decode().count("değiştirildi") == 1


def test_line_breaks_of_a_browser_are_no_change(browser):
    body = typed()["body_tr"].replace("\n", "\r\n")

    browser.post(EDIT, typed(body_tr=body))

    assert MessageText.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject_tr": "Kadınlar için yer"}, "subject_tr"),
        ({"subject_en": "For women"}, "subject_en"),
        ({"body_tr": "Son yanıt: {until}"}, "body_tr"),
        ({"body_tr": GOOD + " {kod}"}, "body_tr"),
        ({"body_en": "{link} {until} {"}, "body_en"),
        ({"sms_tr": "kısa"}, "sms_tr"),
        ({"body_tr": ""}, "body_tr"),
    ],
)
def test_fault_stands_at_its_field_and_what_was_typed_stays(browser, changes, field):
    page = browser.post(EDIT, typed(**changes))

    assert list(page.context["form"].errors) == [field]
    assert page.context["form"][field].value() == changes[field]
    assert MessageText.objects.count() == 0


def test_fault_names_the_word(browser):
    page = browser.post(EDIT, typed(subject_tr="Kadınlar için yer!"))

    telling, shouting = page.context["form"].errors["subject_tr"]
    assert telling.endswith("(kadinlar)")
    assert "kadinlar" not in shouting


def test_remark_is_kept_only_with_the_box_ticked(browser):
    body = f"Değerli bayanlar. {GOOD}"

    page = browser.post(EDIT, typed(body_tr=body))
    assert "bayan" in page.content.decode()
    assert MessageText.objects.count() == 0

    browser.post(EDIT, typed(body_tr=body, hints_accepted="on"))
    assert MessageText.objects.get().body == body


def test_preview_fills_in_samples_and_saves_nothing(browser):
    page = browser.post(EDIT, typed(body_tr=GOOD + "\n{given_name}", preview="1"))

    html = page.content.decode()
    assert "Son yanıt zamanı: 5 Aralık Cumartesi, 18.00" in html
    assert "https://www.example.org/kaydim/ornek/\nİpek" in html
    assert MessageText.objects.count() == 0


def test_preview_shows_a_text_that_could_not_be_saved(browser):
    page = browser.post(EDIT, typed(body_tr="Yalnızca {until}", preview="1"))

    assert "Yalnızca 5 Aralık" in page.content.decode()


def test_preview_escapes_what_was_typed(browser):
    page = browser.post(EDIT, typed(body_tr=GOOD + "<script>x</script>", preview="1"))

    assert "<script>x" not in page.content.decode()


def test_trial_sends_what_was_typed_to_oneself(browser, writer):
    writer.email = "yazan@example.org"
    writer.save()

    page = browser.post(EDIT, typed(body_tr=GOOD, trial="tr"))

    [sent] = mail.outbox
    assert sent.to == ["yazan@example.org"]
    assert "Yanıtlamak için: https://www.example.org/" in sent.body
    assert page.context["form"]["body_tr"].value() == GOOD
    assert MessageText.objects.count() == 0


def test_trial_without_an_address_is_explained(browser):
    page = browser.post(EDIT, typed(body_tr=GOOD, trial="tr"))

    assert "Hesabınızda e-posta adresi yok." in page.content.decode()
    assert mail.outbox == []


def test_second_writer_sees_both_texts_and_saves_on_purpose(browser):
    other = make_staff(StaffRole.MANAGER)
    theirs = Draft("Yanıtınızı bekliyoruz", f"Onların sözü. {GOOD}")
    save_texts(get_template(KEY), {"tr": theirs}, seen={"tr": 0}, by=other)

    page = browser.post(EDIT, typed(body_tr=GOOD))

    assert "Onların sözü." in page.content.decode()
    assert page.context["form"]["body_tr"].value() == GOOD
    assert MessageText.objects.get().body == theirs.body

    browser.post(
        EDIT, typed(body_tr=GOOD, seen_tr=page.context["form"]["seen_tr"].value())
    )
    assert [text.body for text in MessageText.objects.all()] == [GOOD, theirs.body]


def test_way_back_to_a_version_and_to_the_original(browser):
    browser.post(EDIT, typed(body_tr=GOOD))
    first = MessageText.objects.get()
    browser.post(EDIT, typed(body_tr=f"{GOOD}\nx", seen_tr=1))

    browser.post(GO_BACK, {"version": first.pk})
    assert MessageText.objects.first().body == GOOD

    browser.post(GO_BACK, {"language": "tr"})
    assert MessageText.objects.first().is_original
    assert "yürürlükte" in browser.get(VERSIONS).content.decode()


def test_way_back_takes_post_only_and_only_versions_of_this_message(browser):
    browser.post(EDIT, typed(body_tr=GOOD))
    own = MessageText.objects.get()
    elsewhere = reverse("messaging_text:go_back", args=["programs.confirmed"])

    assert browser.get(GO_BACK).status_code == 405
    for pk in (own.pk, 0, "x", ""):
        assert browser.post(elsewhere, {"version": pk}).status_code == 404
    assert MessageText.objects.count() == 1


@pytest.mark.parametrize("url", [INDEX, EDIT, VERSIONS])
def test_pages_cost_the_same_for_1_and_30_versions(browser, writer, url):
    def add(number):
        MessageText.objects.create(
            template=KEY, language="tr", version=number, subject="Konu", body=GOOD,
            edited_by=writer,
        )  # fmt: skip

    def count():
        with CaptureQueriesContext(connection) as context:
            assert browser.get(url).status_code == 200
        return len(context)

    add(1)
    count()
    one = count()
    for number in range(2, 31):
        add(number)

    assert count() == one


def test_form_has_a_field_for_every_language(browser):
    form = browser.get(EDIT).context["form"]

    for code, _name in settings.LANGUAGES:
        assert {f"subject_{code}", f"body_{code}", f"sms_{code}"} <= set(form.fields)
