"""The programs of the demo beyond trips, in both languages."""

#: slug -> name, English name, summary, English summary
PROGRAMS = {
    "guclenme-duraklari": (
        "Güçlenme Durakları",
        "Empowerment Stops",
        "Mobil kuaför mahallenize geliyor: saç kesimi, fön ve haklarınız üzerine "
        "bilgi.",
        "The mobile hairdresser comes to your neighborhood: a haircut, a blow-dry, and "
        "what you should know about your rights.",
    ),
    "mahalle-bostanlari": (
        "Mahalle Bostanları",
        "Neighborhood Gardens",
        "Kendi parselinizde ekin, komşularınızla birlikte öğrenin. Parseller kurayla "
        "belirlenir.",
        "Grow on a plot of your own and learn together with your neighbors. Plots are "
        "given by draw.",
    ),
    "yuvamiz-izmir": (
        "Yuvamız İzmir",
        "Our Nest İzmir",
        "36–66 ay arasındaki çocuklar için etkinlik merkezleri.",
        "Activity centers for children of 36 to 66 months.",
    ),
    "kahve-bahane": (
        "Kahve Bahane",
        "Coffee Is the Excuse",
        "Komşularınızla bir evde buluşun; biz gelelim, birlikte konuşalım.",
        "Meet your neighbors in somebody's home; we come, and we talk together.",
    ),
    "meslek-fabrikasi": (
        "Meslek Fabrikası",
        "Vocation Factory",
        "Ücretsiz meslek kursları ve iş başvurusu için destek.",
        "Free courses, and help with applying for work.",
    ),
    "mahalle-mutfagi": (
        "Mahalle Mutfağı",
        "Neighborhood Kitchen",
        "Birlikte pişirin, sağlıklı beslenmeyi ve atıksız mutfağı öğrenin.",
        "Cook together, and learn about healthy food and a kitchen without waste.",
    ),
    "esitlik-bulusmalari": (
        "Eşitlik buluşmaları",
        "Equality Gatherings",
        "Forumlar, söyleşiler ve film gösterimleri.",
        "Forums, talks and films.",
    ),
}
