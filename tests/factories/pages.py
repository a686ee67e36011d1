"""Pages in Turkish, each below the parent it is given."""

import wagtail_factories
from wagtail.models import Locale, Page, Site

from pages.models import ContentPage, HomePage, ProgramPage, VolunteeringPage
from tests.factories.programs import ProgramFactory


class _PageFactory(wagtail_factories.PageFactory):
    """The slug is left to the model."""

    class Meta:
        abstract = True

    slug = None


class HomePageFactory(_PageFactory):
    class Meta:
        model = HomePage

    title = "Ana sayfa"


class ContentPageFactory(_PageFactory):
    class Meta:
        model = ContentPage

    title = "İletişim"


class ProgramPageFactory(_PageFactory):
    class Meta:
        model = ProgramPage

    title = "Kadınlar için Bir Mola"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.setdefault("program", ProgramFactory())
        return super()._create(model_class, *args, **kwargs)


class VolunteeringPageFactory(_PageFactory):
    class Meta:
        model = VolunteeringPage

    title = "Eşit İzmir Gönüllü Projesi"


def make_site() -> HomePage:
    """A home page at the root of the default site; both languages are known."""
    for code in ("tr", "en"):
        Locale.objects.get_or_create(language_code=code)
    home = HomePageFactory(
        parent=Page.get_first_root_node(), locale=Locale.objects.get(language_code="tr")
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "root_page": home},
    )
    return HomePage.objects.get(pk=home.pk)
