"""English for the pages of `programs_tr`."""

ENGLISH: dict[str, str] = {
    **{number: number for number in ("8", "330", "22", "985", "916")},
    "1.600": "1,600",
    "18.952": "18,952",
    "Güçlenme Durakları": "Empowerment Stops",
    "guclenme-duraklari": "empowerment-stops",
    "Mobil kuaför mahallenizde: ücretsiz saç kesimi ve fön.": (
        "The mobile hairdresser in your neighborhood: a free haircut and blow-dry."
    ),
    "Saçınız yapılırken dinlenin; ardından isterseniz kadın sağlığı ve haklarınız "
    "üzerine bir uzmanla konuşun.": (
        "Rest while your hair is done; afterwards, if you like, talk with an expert "
        "about women's health and your rights."
    ),
    "Durağın kurulduğu mahallede ya da yakınında yaşayan kadınlar.": (
        "Women who live in the neighborhood of the stop, or near it."
    ),
    "Bir randevu saati. İnternetten, telefonla ya da muhtarlığınızdan alabilirsiniz.": (
        "An appointment, taken on the website, by phone or at your muhtar's office."
    ),
    "mahalleye durak kuruldu": "neighborhoods had a stop",
    "kadın mobil kuaförden yararlandı": "women came to the mobile hairdresser",
    "Mahalle Bostanları": "Neighborhood Gardens",
    "mahalle-bostanlari": "neighborhood-gardens",
    "Kendi parselinizde ekin. Parseller kurayla belirlenir.": (
        "Grow on a plot of your own. Plots are given by draw."
    ),
    "Bir ekim dönemi boyunca kendi parseliniz olur; tohum, fide ve eğitim bizden.": (
        "For one planting season a plot is yours; seeds, seedlings and training are on "
        "us."
    ),
    "18 yaşını doldurmuş kadınlar.": "Women of 18 and older.",
    "Başvurmanız yeterli. Kaydolma sırasının önemi yoktur; herkesin şansı eşittir.": (
        "Your application is enough. It does not matter who is first; everybody has "
        "the same chance."
    ),
    "Parseller nasıl dağıtılıyor?": "How are the plots given?",
    "Başvurular bitince liste dondurulur ve kura çekilir. Kuranın nasıl yapıldığını "
    "herkes kendi bilgisayarında denetleyebilir.": (
        "When applications have closed the list is frozen and plots are drawn. "
        "Everybody can check the draw on a computer of her own."
    ),
    "Parsel çıkmazsa ne olur?": "What if I am not drawn?",
    "Yedek listede sıranız olur; bir parsel boşalırsa size sorarız.": (
        "You have a place on the waiting list; when a plot becomes free, we ask you."
    ),
    "Yuvamız İzmir": "Our Nest İzmir",
    "yuvamiz-izmir": "our-nest-izmir",
    "36–66 ay arasındaki çocuklar için etkinlik merkezleri.": (
        "Activity centers for children of 36 to 66 months."
    ),
    "Çocuğunuz oyunla, müzikle ve sanatla öğrensin; siz de gününüzü kurun.": (
        "Your child learns with play, music and art, and your day is yours to plan."
    ),
    "Dönemin başladığı gün 36–66 aylık olan çocuklar. Kaydı, çocuktan sorumlu bir "
    "yetişkin yaptırır.": (
        "Children of 36 to 66 months on the day the term begins. The adult in charge "
        "registers them."
    ),
    "2025–2026 döneminde aylık 4.000 TL": "4,000 TL a month in 2025–2026",
    "Sizin adınız ve size ulaşacağımız bir yol; çocuğunuzun adı, doğduğu ay ve yıl.": (
        "Your name and a way to reach you; your child's name, and the month and year "
        "of birth."
    ),
    "Rakamlarla": "In numbers",
    "etkinlik merkezi": "activity centers",
    "çocuk": "children",
    "Kahve Bahane": "Coffee Is the Excuse",
    "kahve-bahane": "coffee-is-the-excuse",
    "Komşularınızla bir evde buluşun; biz gelelim.": (
        "Meet your neighbors in somebody's home; we come."
    ),
    "Bir kahve, bir ev, birkaç komşu: haklarınızı, mahallenizi ve birbirinizi "
    "konuştuğunuz iki saat.": (
        "A coffee, a home, a few neighbors: two hours about your rights, your "
        "neighborhood and each other."
    ),
    "Bir araya gelmek isteyen kadınlar; en az iki kişi.": (
        "Women who want to meet; at least two."
    ),
    "Kaç kişi olduğunuzu ve size uyan günleri yazın. Adresi ancak tarih belli olunca "
    "sorarız.": (
        "Write how many you are and which days suit you. We ask for the address only "
        "once there is a date."
    ),
    "Buluşmanın yeri bir yerde yayımlanıyor mu?": ("Is it published where we meet?"),
    "Hayır. Buluşma hiçbir listede görünmez; adresi yalnızca yeri olan kadınlar okur "
    "ve buluşmadan bir hafta sonra silinir.": (
        "No. The meeting stands on no list; only women who have a place read the "
        "address, and it is deleted a week after the meeting."
    ),
    "Meslek Fabrikası": "Vocation Factory",
    "meslek-fabrikasi": "vocation-factory",
    "Ücretsiz meslek kursları ve iş başvurusu için destek.": (
        "Free courses, and help with applying for work."
    ),
    "Yeni bir meslek öğrenin ya da iş ararken yanınızda birileri olsun.": (
        "Learn something new, or have somebody beside you while you look for work."
    ),
    "18 yaşını doldurmuş herkes.": "Everybody of 18 and older.",
    "Başvuru noktası için bir randevu saati, kurslar için kayıt.": (
        "An appointment for the employment point, a registration for courses."
    ),
    "İki yılda": "In two years",
    "kurs açıldı": "courses were opened",
    "kursiyer eğitim aldı": "people were trained",
    "kişi işe yerleşti": "people found work",
    "Mahalle Mutfağı": "Neighborhood Kitchen",
    "mahalle-mutfagi": "neighborhood-kitchen",
    "Birlikte pişirin, atıksız mutfağı öğrenin.": (
        "Cook together, and learn about a kitchen without waste."
    ),
    "Çiğli Evka-2'deki mutfakta birlikte yemek yapıyor, sağlıklı beslenmeyi "
    "konuşuyoruz.": (
        "In the kitchen at Çiğli Evka-2 we cook together and talk about healthy food."
    ),
    "Önlüğünüz varsa getirin; yoksa bizde var.": (
        "Bring an apron if you have one; if not, we have."
    ),
    "Eşitlik buluşmaları": "Equality Gatherings",
    "esitlik-bulusmalari": "equality-gatherings",
    "Forumlar, söyleşiler ve film gösterimleri.": "Forums, talks and films.",
    "Dinleyin, söyleyin, tartışın. Bazılarına kayıt gerekmez; gelmeniz yeter.": (
        "Listen, speak, discuss. Some need no registration; just come."
    ),
    "Herkes.": "Everybody.",
    "Kayıt gerekip gerekmediği her tarihin yanında yazar.": (
        "Each date says whether you have to register."
    ),
}
