import pytest
from django.utils.translation import override
from wagtail.admin.paginator import WagtailPaginator


@pytest.mark.parametrize(
    ("language", "rows", "words"),
    [
        ("tr", 1, "1 görev"),
        ("tr", 4, "4 görev"),
        ("en", 1, "1 görev"),
        ("en", 4, "4 görevler"),
    ],
)
def test_after_a_number_turkish_has_no_plural(language, rows, words):
    paginator = WagtailPaginator(range(rows), 20)
    paginator.verbose_name = "görev"
    paginator.verbose_name_plural = "görevler"
    with override(language):
        assert paginator.items_count_label == words
