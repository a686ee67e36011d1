"""Finding one woman among 100,000, as the list of people finds her.

    python -m benchmarks.people_search

Makes a PostgreSQL with its defaults for the run, fills it with people who have Turkish
names, and times the real query set of the admin's list: a page of 50 and the count of
all that fit. Beside it the floor of the same database: one row by its primary key.
"""

import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tools.throwaway_postgres import throwaway_postgres

PEOPLE = 100_000
PAGE = 50
RESULT = Path(__file__).parent / "results" / "people_search.json"
GIVEN = [
    "Ayşe",
    "Fatma",
    "Emine",
    "Hatice",
    "Zeynep",
    "Elif",
    "Meryem",
    "Şerife",
    "Zehra",
    "Sultan",
    "Hanife",
    "Merve",
    "Havva",
    "Zeliha",
    "Esra",
    "Fadime",
    "Özlem",
    "Hacer",
    "Yasemin",
    "Hülya",
    "Cemile",
    "Sevim",
    "Gülsüm",
    "Leyla",
    "Dilek",
    "Büşra",
    "Aysel",
    "Songül",
    "Kübra",
    "Halime",
    "Esma",
    "Aynur",
    "Hayriye",
    "Kadriye",
    "Tuğba",
    "Rabia",
    "Sevgi",
    "İpek",
    "Işıl",
    "Şule",
    "Çiğdem",
    "Gülşah",
    "Ümran",
    "Nesrin",
    "Öznur",
    "Iraz",
    "İlkay",
    "Itır",
    "Naciye",
    "Perihan",
    "Müzeyyen",
    "Nurhayat",
    "Gönül",
    "Filiz",
    "Sibel",
    "Pınar",
    "Derya",
    "Ebru",
    "Arzu",
    "Bahar",
    "Nazlı",
]
FAMILY = [
    "Yılmaz",
    "Kaya",
    "Demir",
    "Şahin",
    "Çelik",
    "Yıldız",
    "Yıldırım",
    "Öztürk",
    "Aydın",
    "Özdemir",
    "Arslan",
    "Doğan",
    "Kılıç",
    "Aslan",
    "Çetin",
    "Kara",
    "Koç",
    "Kurt",
    "Özkan",
    "Şimşek",
    "Polat",
    "Korkmaz",
    "Çakır",
    "Erdoğan",
    "Can",
    "Acar",
    "Şen",
    "Aktaş",
    "Güler",
    "Yalçın",
    "Güneş",
    "Bozkurt",
    "Bulut",
    "Keskin",
    "Ünal",
    "Turan",
    "Gül",
    "Özer",
    "Işık",
    "Kaplan",
    "Avcı",
    "Sarı",
    "Tekin",
    "Taş",
    "Köse",
    "Yavuz",
    "Güven",
    "Uçar",
    "Ateş",
    "Karaca",
    "Iğdırlı",
    "Ilgın",
    "İnce",
    "Âkif",
    "Çağlayan",
    "Uğurlu",
    "Kızılkaya",
    "Tosun",
    "Durmaz",
    "Sezgin",
    "Ekinci",
    "Akıncı",
    "Toprak",
]
ENDINGS = ("", "", "", "oğlu", "soy", "er", "türk", "can", "lı")
#: Letters of one woman in thousands, so that some fragments are rare.
RARE = ("Mihrimah", "Sürmelihan", "Gülbeyaz", "Fıtnat", "Nakşıdil", "Zümrütsu")


def fill() -> None:
    """People whom the same run always makes the same."""
    from people.models import Person  # noqa: PLC0415  (Django is set up by then)

    chance = random.Random(20261124)  # noqa: S311  (names, not secrets)
    rows = []
    for n in range(PEOPLE):
        given = RARE[n // 1000 % len(RARE)] if n % 1000 == 0 else chance.choice(GIVEN)
        if chance.random() < 0.25:
            given = f"{given} {chance.choice(GIVEN)}"
        person = Person(
            given_name=given,
            family_name=chance.choice(FAMILY) + chance.choice(ENDINGS),
            birth_date=date(1940, 1, 1) + timedelta(days=chance.randrange(24_000)),
            # One phone in fifty is somebody else's too.
            phone=f"+905{300_000_000 + (n - n % 50 if n % 50 == 1 else n):09d}",
            email=f"kisi{n}@example.org" if chance.random() < 0.4 else "",
            is_protected=chance.random() < 0.01,
        )
        person.fill_search_columns()
        rows.append(person)
    Person.objects.bulk_create(rows, batch_size=2000)


def fragments() -> dict[str, list[str]]:
    """What is typed, by its kind; at least 200 in all."""
    chance = random.Random(1)  # noqa: S311
    names = [*GIVEN, *FAMILY]
    return {
        "a whole name": [*GIVEN[:30], *FAMILY[:30]],
        "the beginning of a name": [name[:4] for name in names[::2]],
        "three letters": sorted({name[1:4] for name in names if len(name) > 4})[:50],
        "two names": [
            f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for _pair in range(60)
        ],
        "a name and three letters": [
            f"{chance.choice(GIVEN)} {chance.choice(FAMILY)[:3]}" for _pair in range(30)
        ],
        "a rare name": list(RARE),
        "spelled otherwise": [
            "IŞIL", "işıl", "ISIL", "isil", "IĞDIRLI", "ığdırlı", "igdirli", "İPEK",
            "ipek", "IPEK", "ıpek", "YILDIZ", "yildiz", "yıldız", "ÇİĞDEM", "cigdem",
            "Âkif", "akif", "ITIR", "ıtır",
        ],
        "nobody": ["Xqzw", "Brünhilde", "Wolfgang", "qqq"],
    }  # fmt: skip


#: Not enough for trigrams of the middle: the beginning of a word.
SHORT = {
    "two letters": ["ay", "şe", "öz", "ıl", "iğ", "ka", "gü", "ze", "su", "xq"],
    "one letter": ["a", "ş", "z", "ı", "ö", "k", "ç", "w"],
}
OTHERS = {
    "last digits of a phone": ["4567", "99123", "300012"],
    "a phone": ["0530 001 23 45", "+90 530 002 00 01"],
    "an e-mail": ["kisi4321@", "kisi99@example.org"],
    "a code": ["K-000123", "k99999"],
}


def timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def figures(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "n": len(ordered),
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
        "max": round(ordered[-1], 2),
    }


def measure() -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from people.domain.doubles import SuggestedPairs  # noqa: PLC0415
    from people.domain.roles import sync_roles  # noqa: PLC0415
    from people.models import Person  # noqa: PLC0415
    from people.roles import StaffRole  # noqa: PLC0415
    from tests.factories.staff import make_staff  # noqa: PLC0415

    sync_roles()
    clerk = make_staff(StaffRole.TRIPS)
    clerk.get_all_permissions()

    def listed(query: str = "") -> Any:
        people = Person.objects.visible_to(clerk).known()
        if query:
            return people.found_by(query).found_in_name_order()
        return people.in_name_order()

    def search(query: str) -> None:
        found = listed(query)
        found.order_by().count()
        list(found[:PAGE])

    def by_key(pk: int) -> None:
        Person.objects.get(pk=pk)

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE people_person")
        cursor.execute("SELECT version()")
        version = cursor.fetchone()[0]
    first = Person.objects.order_by("pk").first().pk
    asked = fragments()
    for words in asked.values():
        search(words[0])
    floor = figures([timed(lambda n=n: by_key(first + n * 331)) for n in range(300)])
    kinds, every = {}, []
    for kind, words in asked.items():
        times = [timed(lambda word=word: search(word)) for word in words]
        kinds[kind] = figures(times)
        every += times
    shown = {
        kind: figures(
            [timed(lambda w=word: search(w)) for word in words for _t in range(5)]
        )
        for kind, words in {**SHORT, **OTHERS}.items()
    }
    office = Client(headers={"host": "127.0.0.1"})
    office.force_login(clerk)

    def page_of(name: str) -> None:
        answer = office.get(reverse(name))
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.status_code}")

    def pairs() -> None:
        suggested = SuggestedPairs(clerk)
        suggested.count()
        suggested[0:25]

    lists = {
        "queries of the list without a search": figures(
            [timed(lambda: search("")) for _n in range(20)]
        ),
        "the list without a search, as a page": figures(
            [timed(lambda: page_of("people_person:index")) for _n in range(10)]
        ),
        "queries of the list of doubles": figures([timed(pairs) for _n in range(10)]),
        "the list of doubles, as a page": figures(
            [timed(lambda: page_of("people_person:doubles")) for _n in range(5)]
        ),
    }
    total = figures(every)
    return {
        "people": Person.objects.count(),
        "doubles": SuggestedPairs(clerk).count(),
        "postgresql": version.split(" (")[0],
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "milliseconds": {
            "floor: one row by its key": floor,
            "every fragment of three letters or more": total,
            **kinds,
            **shown,
            **lists,
        },
        "p95 against the floor": round(total["p95"] / floor["p95"], 1),
        "plans": {
            words: listed(words)[:PAGE].explain(analyze=True, buffers=True).split("\n")
            for words in ("ığdır", "Ayşe Yılmaz")
        }
        | {
            "count of ığdır": listed("ığdır")
            .order_by()
            .explain(analyze=True, buffers=True)
            .split("\n")
        },
    }


def show(result: dict[str, Any]) -> None:
    print(f"{result['people']:,} people, {result['postgresql']}")
    print(f"{'milliseconds':45}{'n':>5}{'p50':>9}{'p95':>9}{'max':>9}")
    for name, row in result["milliseconds"].items():
        print(
            f"{name:45}{row['n']:5}{row['p50']:9.2f}{row['p95']:9.2f}{row['max']:9.2f}"
        )
    print(f"p95: {result['p95 against the floor']} times the floor's")
    for words, plan in result["plans"].items():
        print(f"\n{words}:", *plan, sep="\n  ")


def main() -> int:
    with throwaway_postgres(durable=True) as url:
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
        sys.path.insert(0, "site")
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        fill()
        result = measure()
        connection.close()
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
