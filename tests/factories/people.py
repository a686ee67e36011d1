"""Fictional people; every letter that breaks software is among them."""

from datetime import date

import factory

from people.enums import ContactChannel, District
from people.models import Person

NAMES = (
    ("İpek", "Öztürk"),
    ("Işıl", "Çağlayan"),
    ("Şule", "Güneş"),
    ("Çiğdem", "Iğdırlı"),
    ("Gülşah", "Yıldız"),
    ("Ümran", "Âkif"),
    ("Nesrin", "Kılıç"),
    ("Zeynep", "Ilgın"),
    ("Öznur", "Şahin"),
    ("Ayşe Nur", "Doğan"),
)


class PersonFactory(factory.django.DjangoModelFactory):
    """An adult who chose e-mail."""

    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: NAMES[n % len(NAMES)][0])
    family_name = factory.Sequence(lambda n: NAMES[n // 3 % len(NAMES)][1])
    birth_date = date(1990, 11, 21)
    phone = factory.Sequence(lambda n: f"+90500{n:07d}")
    email = factory.Sequence(lambda n: f"kisi{n}@example.org")
    district = District.KONAK
    contact_channel = ContactChannel.EMAIL
