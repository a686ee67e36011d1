"""Folding, slugs and sorting of Turkish (the letters that break other software)."""

from datetime import time

import pytest

from language.turkish import (
    fold_tr,
    slugify_tr,
    tidy,
    tr_lower,
    tr_sort_key,
    tr_until,
    tr_upper,
)
from people.enums import District


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İzmir Körfez Turu", "izmir korfez turu"),
        ("IŞIK", "isik"),
        ("ışık", "isik"),
        ("Işık Atölyesi", "isik atolyesi"),
        ("Çiğli", "cigli"),
        ("Âkif", "akif"),
        ("  Ayşe   Nur ", "ayse nur"),
        ("", ""),
        (None, ""),
    ],
)
def test_fold_gives_one_key_for_every_spelling(text, folded):
    assert fold_tr(text) == folded


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kadınlar için Bir Mola", "kadinlar-icin-bir-mola"),
        ("Işık Atölyesi", "isik-atolyesi"),
        ("Güçlenme Durağı", "guclenme-duragi"),
        ("İĞNE, iplik & ÇÖZÜM!", "igne-iplik-cozum"),
    ],
)
def test_slug_keeps_every_letter(text, slug):
    assert slugify_tr(text) == slug


def test_case_follows_turkish_rules():
    assert tr_lower("IĞDIR İZMİR") == "ığdır izmir"
    assert tr_upper("ığdır izmir") == "IĞDIR İZMİR"


def test_sort_key_orders_as_a_turkish_dictionary():
    names = [
        "Ümit",
        "Çiğli",
        "İzmir",
        "Şule",
        "Iğdır",
        "Ceyda",
        "Öznur",
        "Işıl",
        "İpek",
    ]

    ordered = sorted(names, key=tr_sort_key)

    assert ordered == [
        "Ceyda", "Çiğli", "Iğdır", "Işıl", "İpek", "İzmir", "Öznur", "Şule", "Ümit",
    ]  # fmt: skip


def test_districts_stand_in_turkish_order():
    labels = [str(label) for _value, label in District.choices[:-1]]

    assert len(labels) == 30
    assert labels == sorted(labels, key=tr_sort_key)


def test_tidy_composes_letters_and_mends_romanian_ones():
    assert tidy("S\u0327ule  \u0218ahin ") == "Şule Şahin"


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(14, 47), "14.47'ye"),
        (time(14, 46), "14.46'ya"),
        (time(9, 39), "09.39'a"),
        (time(9, 5), "09.05'e"),
        (time(14, 30), "14.30'a"),
        (time(14, 50), "14.50'ye"),
        (time(14, 20), "14.20'ye"),
        (time(20), "20.00'ye"),
        (time(14), "14.00'e"),
        (time(10), "10.00'a"),
        (time(0), "00.00'a"),
    ],
)
def test_time_of_day_takes_the_ending_of_its_last_word(clock, words):
    assert tr_until(clock) == words
