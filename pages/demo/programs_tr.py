"""The pages of the programs beyond trips. Facts: the municipality's public reports."""

from typing import Any

from pages.demo.words import PageWords
from pages.enums import Illustration

_SOURCE = (
    "İzmir Büyükşehir Belediyesi'nin iki yıllık çalışmalarına ilişkin açıklaması "
    "(Beyaz Haber Ajansı)"
)


def _page(
    key: str, slug: str, title: str, words: dict[str, Any], *body: tuple[str, Any]
) -> PageWords:
    return PageWords(
        key=key,
        model="ProgramPage",
        title=title,
        fields={"slug": slug, "illustration": Illustration.CULTURE, **words},
        body=list(body),
    )


PROGRAM_PAGES = [
    _page(
        "stops",
        "guclenme-duraklari",
        "Güçlenme Durakları",
        {
            "illustration": Illustration.HORIZON,
            "card_summary": "Mobil kuaför mahallenizde: ücretsiz saç kesimi ve fön.",
            "intro": "Saçınız yapılırken dinlenin; ardından isterseniz kadın sağlığı "
            "ve haklarınız üzerine bir uzmanla konuşun.",
            "audience": "Durağın kurulduğu mahallede ya da yakınında yaşayan kadınlar.",
            "cost": "Ücretsiz",
            "needed": "Bir randevu saati. İnternetten, telefonla ya da "
            "muhtarlığınızdan alabilirsiniz.",
        },
        (
            "numbers",
            {
                "heading": "Bugüne kadar",
                "numbers": [
                    {"value": "8", "label": "mahalleye durak kuruldu"},
                    {"value": "330", "label": "kadın mobil kuaförden yararlandı"},
                ],
                "source": _SOURCE,
            },
        ),
    ),
    _page(
        "gardens",
        "mahalle-bostanlari",
        "Mahalle Bostanları",
        {
            "card_summary": "Kendi parselinizde ekin. Parseller kurayla belirlenir.",
            "intro": "Bir ekim dönemi boyunca kendi parseliniz olur; tohum, fide ve "
            "eğitim bizden.",
            "audience": "18 yaşını doldurmuş kadınlar.",
            "cost": "Ücretsiz",
            "needed": "Başvurmanız yeterli. Kaydolma sırasının önemi yoktur; herkesin "
            "şansı eşittir.",
        },
        (
            "questions",
            {
                "heading": "Sık sorulanlar",
                "questions": [
                    {
                        "question": "Parseller nasıl dağıtılıyor?",
                        "answer": "<p>Başvurular bitince liste dondurulur ve kura "
                        "çekilir. Kuranın nasıl yapıldığını herkes kendi "
                        "bilgisayarında denetleyebilir.</p>",
                    },
                    {
                        "question": "Parsel çıkmazsa ne olur?",
                        "answer": "<p>Yedek listede sıranız olur; bir parsel boşalırsa "
                        "size sorarız.</p>",
                    },
                ],
            },
        ),
    ),
    _page(
        "nests",
        "yuvamiz-izmir",
        "Yuvamız İzmir",
        {
            "illustration": Illustration.SEA,
            "card_summary": "36–66 ay arasındaki çocuklar için etkinlik merkezleri.",
            "intro": "Çocuğunuz oyunla, müzikle ve sanatla öğrensin; siz de gününüzü "
            "kurun.",
            "audience": "Dönemin başladığı gün 36–66 aylık olan çocuklar. Kaydı, "
            "çocuktan sorumlu bir yetişkin yaptırır.",
            "cost": "2025–2026 döneminde aylık 4.000 TL",
            "needed": "Sizin adınız ve size ulaşacağımız bir yol; çocuğunuzun adı, "
            "doğduğu ay ve yıl.",
        },
        (
            "numbers",
            {
                "heading": "Rakamlarla",
                "numbers": [
                    {"value": "22", "label": "etkinlik merkezi"},
                    {"value": "1.600", "label": "çocuk"},
                ],
                "source": _SOURCE,
            },
        ),
    ),
    _page(
        "coffee",
        "kahve-bahane",
        "Kahve Bahane",
        {
            "illustration": Illustration.VOLUNTEERS,
            "card_summary": "Komşularınızla bir evde buluşun; biz gelelim.",
            "intro": "Bir kahve, bir ev, birkaç komşu: haklarınızı, mahallenizi ve "
            "birbirinizi konuştuğunuz iki saat.",
            "audience": "Bir araya gelmek isteyen kadınlar; en az iki kişi.",
            "cost": "Ücretsiz",
            "needed": "Kaç kişi olduğunuzu ve size uyan günleri yazın. Adresi ancak "
            "tarih belli olunca sorarız.",
        },
        (
            "questions",
            {
                "heading": "Sık sorulanlar",
                "questions": [
                    {
                        "question": "Buluşmanın yeri bir yerde yayımlanıyor mu?",
                        "answer": "<p>Hayır. Buluşma hiçbir listede görünmez; adresi "
                        "yalnızca yeri olan kadınlar okur ve buluşmadan bir hafta "
                        "sonra silinir.</p>",
                    }
                ],
            },
        ),
    ),
    _page(
        "vocations",
        "meslek-fabrikasi",
        "Meslek Fabrikası",
        {
            "illustration": Illustration.HORIZON,
            "card_summary": "Ücretsiz meslek kursları ve iş başvurusu için destek.",
            "intro": "Yeni bir meslek öğrenin ya da iş ararken yanınızda birileri "
            "olsun.",
            "audience": "18 yaşını doldurmuş herkes.",
            "cost": "Ücretsiz",
            "needed": "Başvuru noktası için bir randevu saati, kurslar için kayıt.",
        },
        (
            "numbers",
            {
                "heading": "İki yılda",
                "numbers": [
                    {"value": "985", "label": "kurs açıldı"},
                    {"value": "18.952", "label": "kursiyer eğitim aldı"},
                    {"value": "916", "label": "kişi işe yerleşti"},
                ],
                "source": _SOURCE,
            },
        ),
    ),
    _page(
        "kitchen",
        "mahalle-mutfagi",
        "Mahalle Mutfağı",
        {
            "card_summary": "Birlikte pişirin, atıksız mutfağı öğrenin.",
            "intro": "Çiğli Evka-2'deki mutfakta birlikte yemek yapıyor, sağlıklı "
            "beslenmeyi konuşuyoruz.",
            "audience": "18 yaşını doldurmuş kadınlar.",
            "cost": "Ücretsiz",
            "needed": "Önlüğünüz varsa getirin; yoksa bizde var.",
        },
    ),
    _page(
        "gatherings",
        "esitlik-bulusmalari",
        "Eşitlik buluşmaları",
        {
            "illustration": Illustration.VOLUNTEERS,
            "card_summary": "Forumlar, söyleşiler ve film gösterimleri.",
            "intro": "Dinleyin, söyleyin, tartışın. Bazılarına kayıt gerekmez; "
            "gelmeniz yeter.",
            "audience": "Herkes.",
            "cost": "Ücretsiz",
            "needed": "Kayıt gerekip gerekmediği her tarihin yanında yazar.",
        },
    ),
]

#: Which program a page is about, by the program's slug.
PROGRAMS = {words.key: words.fields["slug"] for words in PROGRAM_PAGES}
