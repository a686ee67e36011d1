import pytest
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pages.models import ContentPage
from programs.enums import OccurrenceState
from tests.factories.pages import (
    ContentPageFactory,
    ProgramPageFactory,
    VolunteeringPageFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, ProgramFactory, at_ten
from tests.factories.volunteers import CallFactory, in_days

pytestmark = pytest.mark.django_db


# --- slugs ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Kadınlar için Bir Mola", "kadinlar-icin-bir-mola"),
        ("Işık Atölyesi", "isik-atolyesi"),
        ("Güçlenme Durağı", "guclenme-duragi"),
        ("İZMİR ÇIĞ ÖŞÜ", "izmir-cig-osu"),
    ],
)
def test_a_missing_slug_is_made_of_the_title(home, title, slug):
    assert home.add_child(instance=ContentPage(title=title)).slug == slug


def test_a_given_slug_is_kept(home):
    page = home.add_child(instance=ContentPage(title="İletişim", slug="bize-yazin"))

    assert page.slug == "bize-yazin"


def test_a_second_page_of_the_same_title_gets_another_slug(home):
    slugs = [
        home.add_child(instance=ContentPage(title="Işık")).slug for _time in range(2)
    ]

    assert slugs == ["isik", "isik-2"]


# --- what pages show by themselves --------------------------------------------


def test_the_program_page_shows_its_own_dates(tr, home):
    page = ProgramPageFactory(parent=home)
    OccurrenceFactory(activity__program=page.program, capacity=12)
    OccurrenceFactory(
        activity__program=ProgramFactory(),
        activity__name={"tr": "Başka etkinlik", "en": "Something else"},
    )
    OccurrenceFactory(
        activity__program=page.program,
        activity__name={"tr": "Taslak tur", "en": "Draft"},
        state=OccurrenceState.DRAFT,
    )

    html = tr.get(page.url).content.decode()

    assert html.count('class="card occurrence-card"') == 1
    assert "12 yer var" in html
    assert "Başka etkinlik" not in html
    assert "Taslak tur" not in html


def test_a_program_without_dates_says_what_will_be_here(tr, home):
    html = tr.get(ProgramPageFactory(parent=home).url).content.decode()

    assert "Şu anda kaydolabileceğiniz bir tarih yok." in html


def test_home_puts_dates_one_can_join_first(tr, home):
    full = OccurrenceFactory(starts_at=at_ten(7), capacity=0, waiting_capacity=0)
    free = OccurrenceFactory(starts_at=at_ten(9))
    response = tr.get(home.url)

    assert [one.pk for one in response.context["occurrences"]] == [free.pk, full.pk]


def test_home_shows_six_dates(tr, home):
    OccurrenceFactory.create_batch(8)

    html = tr.get(home.url).content.decode()

    assert html.count('class="card occurrence-card"') == 6


def test_home_leads_to_programs_but_not_to_text_pages(tr, home):
    ProgramPageFactory(parent=home, card_summary="Ücretsiz turlar.")
    VolunteeringPageFactory(parent=home)
    ContentPageFactory(parent=home, title="Çerezler")

    html = tr.get(home.url).content.decode()

    assert html.count('class="card program-card"') == 2
    assert "Ücretsiz turlar." in html
    assert "Çerezler" not in html


def test_the_volunteering_page_shows_open_calls(tr, home):
    page = VolunteeringPageFactory(parent=home)
    call = CallFactory()
    CallFactory(opens_at=in_days(-40), closes_at=in_days(-1), slug="kapanan")

    html = tr.get(page.url).content.decode()

    assert html.count('class="card call-card"') == 1
    assert f'href="{call.get_application_url()}"' in html
    assert "Şu anda açık bir çağrı yok." not in html


def test_without_an_open_call_the_next_one_is_announced(tr, home):
    page = VolunteeringPageFactory(parent=home)
    CallFactory(opens_at=at_ten(30), closes_at=at_ten(60), title={"tr": "Güz dönemi"})

    html = tr.get(page.url).content.decode()

    assert "Şu anda açık bir çağrı yok." in html
    assert "Sıradaki çağrı: Güz dönemi" in html
    assert ", 10.00</time>" in html


def test_without_any_call_the_page_says_so(tr, home):
    html = tr.get(VolunteeringPageFactory(parent=home).url).content.decode()

    assert "Sıradaki çağrı, tarihleri belli olur olmaz burada duyurulur." in html


# --- blocks -------------------------------------------------------------------


def page_with(home, *body):
    return ContentPageFactory(parent=home, title="Deneme", body=list(body))


# Wagtail leaves the file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_every_block_is_shown(tr, home):
    image = Image.objects.create(title="kapak", file=get_test_image_file())
    target = ContentPageFactory(parent=home, title="Hedef")
    OccurrenceFactory(activity__program=ProgramFactory(slug="mola"))
    CallFactory()
    page = page_with(
        home,
        ("text", "<p>Düz yazı</p>"),
        ("heading", "Ara başlık"),
        ("picture", {"image": image, "alt": "Körfezde vapur", "caption": "Vapur"}),
        (
            "numbers",
            {
                "heading": "Bugüne kadar",
                "numbers": [{"value": "2.500", "label": "kadın"}],
                "source": "Belediye",
            },
        ),
        (
            "steps",
            {"steps": [{"title": "Başvuru", "text": "Formu doldurun."}]},
        ),
        (
            "questions",
            {"questions": [{"question": "Ücretli mi?", "answer": "<p>Hayır.</p>"}]},
        ),
        ("warning", "<p>Dikkat</p>"),
        (
            "table",
            {
                "caption": "Çerezler",
                "header": ["Ad", "Süre"],
                "rows": [{"cells": ["oturum", "2 hafta"]}],
            },
        ),
        ("call_to_action", {"heading": "Gidin", "page": target, "label": "Aç"}),
        ("contact", {"heading": "Bize yazın", "email": "bilgi@example.org"}),
        ("emergency", None),
        ("coming_occurrences", {"program": "mola", "kind": "bay_tour", "limit": 3}),
        ("open_calls", {"heading": "Çağrılar"}),
        ("notices", None),
    )

    html = tr.get(page.url).content.decode()

    for expected in (
        "<p>Düz yazı</p>",
        "<h2>Ara başlık</h2>",
        'alt="Körfezde vapur"',
        "<figcaption>Vapur</figcaption>",
        '<strong class="numbers__value">2.500</strong> kadın',
        "Kaynak: Belediye",
        '<h3 class="steps__title">Başvuru</h3>',
        '<summary class="question__title">Ücretli mi?</summary>',
        'aria-label="Önemli"><p>Dikkat</p>',
        '<td role="cell" data-label="Süre">2 hafta</td>',
        f'<a class="button" href="{target.url}">Aç</a>',
        'href="mailto:bilgi@example.org"',
        '<a class="emergency__number" href="tel:112">112</a>',
        'class="card occurrence-card"',
        'class="card call-card"',
        "Henüz yayımlanmış bir metin yok.",
    ):
        assert expected in html


def test_a_block_of_an_unknown_program_shows_no_dates(tr, home):
    OccurrenceFactory()
    page = page_with(home, ("coming_occurrences", {"program": "yok", "limit": 3}))

    html = tr.get(page.url).content.decode()

    assert "occurrence-card" not in html


def test_a_button_to_an_unpublished_page_is_not_shown(tr, home):
    target = ContentPageFactory(parent=home, title="Taslak", live=False)
    page = page_with(
        home, ("call_to_action", {"heading": "Gidin", "page": target, "label": "Aç"})
    )

    assert "Gidin" not in tr.get(page.url).content.decode()


def test_pages_hold_no_person(home):
    """Public words and private people stay apart."""
    related = {
        field.related_model
        for model in Page.__subclasses__()
        for field in model._meta.get_fields()
    }

    assert type(PersonFactory()) not in related
