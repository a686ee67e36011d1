"""What the demo is made of: words and fictional people."""

from dataclasses import dataclass
from datetime import date

#: slug, Turkish and English name, what one does in a week, offered
AREAS: list[tuple[str, str, str, str, str, bool]] = [
    (
        "ceviri",
        "Çeviri",
        "Translation",
        "Duyuru, broşür ve bilgilendirme metinlerini çevirirsiniz; haftada bir iki "
        "saat, evden.",
        "You translate announcements, leaflets and information; an hour or two a "
        "week, from home.",
        True,
    ),
    (
        "atolye-calismalari",
        "Atölye çalışmaları",
        "Workshops",
        "Mahalle evlerindeki atölyelerde hazırlığa ve uygulamaya destek olursunuz.",
        "You help to prepare and run the workshops in the neighborhood houses.",
        True,
    ),
    (
        "saha-calismasi",
        "Saha çalışması",
        "Field work",
        "Mahallelerde stant açar, bilgi verir, anketlere yardım edersiniz.",
        "You run stands in the neighborhoods, inform people and help with surveys.",
        True,
    ),
    (
        "sosyal-medya",
        "Sosyal medya",
        "Social media",
        "Paylaşım taslakları hazırlar, etkinliklerden kısa notlar ve görseller "
        "derlersiniz.",
        "You draft posts and gather short notes and pictures of the events.",
        True,
    ),
    (
        "proje-ve-kampanya-yonetimi",
        "Proje ve kampanya yönetimi",
        "Project and campaign management",
        "Kampanyaların planlanmasına, takvimine ve raporlanmasına katılırsınız.",
        "You take part in planning, scheduling and reporting campaigns.",
        True,
    ),
    (
        "egitim-destegi",
        "Eğitim desteği",
        "Learning support",
        "Çocuk merkezlerinde derslere ve okuma saatlerine destek olursunuz.",
        "You support lessons and reading hours in the children's centers.",
        False,
    ),
    (
        "dijital-tasarim",
        "Dijital tasarım",
        "Digital design",
        "Afiş, kart ve sunum tasarlarsınız.",
        "You design posters, cards and slides.",
        False,
    ),
    (
        "gezi-rehberlik",
        "Gezi ve rehberlik",
        "Trips and guiding",
        "Gezilerde katılımcılara eşlik eder, anlatım yaparsınız.",
        "You accompany people on trips and tell about the places.",
        False,
    ),
]

#: Turkish and English name, hours, for how many months it is valid
MODULES: list[tuple[str, str, str, int | None]] = [
    ("Gönüllü oryantasyonu", "Volunteer orientation", "3", None),
    (
        "Toplumsal Cinsiyet Eşitliği Temel Eğitimi",
        "Basics of gender equality",
        "6",
        None,
    ),
    (
        "Kadına yönelik şiddet ve yönlendirme",
        "Violence against women, and where to refer",
        "3",
        None,
    ),
    ("Gizlilik ve KVKK", "Confidentiality and data protection", "1.5", 12),
    ("Çocukla çalışma ilkeleri", "Principles of working with children", "2", 24),
]

#: Turkish and English name, weight
MOTIVATIONS = (
    "Yıllardır mahallemde komşularımla dayanışma içindeyim. Bunu daha düzenli yapmak, "
    "öğrendiklerimi başka kadınlarla paylaşmak istiyorum.",
    "Emekli oldum ve zamanım var. Bildiklerimi aktarmak, yeni insanlarla birlikte bir "
    "şeyler üretmek bana iyi gelecek.",
    "Üniversitede öğrenciyim. Eşitlik çalışmalarına yalnızca okuyarak değil, sahada "
    "emek vererek katılmak istiyorum.",
    "Daha önce bir dernek çalışmasında değil ama mahalle atölyelerinde görev aldım; "
    "orada gördüğüm değişimin parçası olmayı sürdürmek istiyorum.",
)


@dataclass(frozen=True, slots=True)
class Volunteer:
    """One applicant and the chapter at which her story stands."""

    given_name: str
    family_name: str
    born: date
    district: str
    areas: tuple[str, ...]
    days_ago: int
    story: str


_TABLE = """
İpek | Öztürk | 1994-03-08 | konak | ceviri sosyal-medya | 1 | submitted
Işıl | Çağlayan | 1987-11-20 | karsiyaka | atolye-calismalari | 6 | submitted
Şule | Güneş | 2001-05-19 | buca | saha-calismasi sosyal-medya | 5 | screening
Çiğdem | Iğdırlı | 1979-09-01 | cigli | proje-ve-kampanya-yonetimi | 7 | reviewed
Gülşah | Yıldız | 1990-01-30 | bornova | ceviri | 9 | invited
Ümran | Âkif | 1966-07-15 | bayrakli | atolye-calismalari saha-calismasi | 9 | asked
Nesrin | Kılıç | 1983-12-05 | gaziemir | saha-calismasi | 10 | scheduled
Zeynep | Ilgın | 1998-04-23 | urla | sosyal-medya ceviri | 10 | scheduled
Öznur | Şahin | 1975-08-30 | karabaglar | atolye-calismalari | 12 | interviewed
Ayşe Nur | Doğan | 1992-10-29 | narlidere | saha-calismasi | 12 | missed
Tuğba | Çınar | 2003-02-14 | balcova | sosyal-medya | 13 | reserve
Hâle | Ünlü | 1988-06-06 | menemen | proje-ve-kampanya-yonetimi | 13 | rejected
Gönül | İnce | 1971-03-21 | foca | atolye-calismalari ceviri | 14 | accepted
Yağmur | Özgür | 1999-09-09 | konak | ceviri | 15 | in_training
Esma | Göğüş | 1985-05-01 | torbali | saha-calismasi | 16 | trained
Sıdıka | Işıldar | 1963-04-04 | odemis | atolye-calismalari | 17 | ready
Deniz | Kırım | 1996-07-24 | cesme | ceviri sosyal-medya | 18 | on_duty
Nurşen | Ay | 1980-12-12 | selcuk | saha-calismasi | 18 | withdrawn
"""


def _read(line: str) -> Volunteer:
    given, family, born, district, areas, days, story = line.split(" | ")
    return Volunteer(
        given,
        family,
        date.fromisoformat(born),
        district,
        tuple(areas.split()),
        int(days),
        story,
    )


VOLUNTEERS = [_read(line) for line in _TABLE.strip().splitlines()]
#: She has no e-mail; staff enter her while she is on the phone.
CALLER = _read(
    "Fatma | Gürağaç | 1958-02-28 | kinik | atolye-calismalari | 2 | submitted"
)
