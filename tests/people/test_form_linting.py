"""Questions that no form asks, and their harmless neighbors."""

import pytest

from people.enums import Topic
from people.form_linting import forbidden_topics


@pytest.mark.parametrize(
    ("label", "topic"),
    [
        ("Dininiz nedir?", Topic.RELIGION),
        ("DİNİ INANCINIZ", Topic.RELIGION),
        ("Mezhebiniz", Topic.RELIGION),
        ("What is your religion?", Topic.RELIGION),
        ("Etnik kökeniniz", Topic.ETHNICITY),
        ("Irkınız", Topic.ETHNICITY),
        ("Ethnicity", Topic.ETHNICITY),
        ("Siyasi görüşünüz", Topic.POLITICS),
        ("Son seçimde oy verdiniz mi?", Topic.POLITICS),
        ("Your political opinion", Topic.POLITICS),
        ("Üye olduğunuz dernekler", Topic.MEMBERSHIP),
        ("Hangi derneğe üyesiniz?", Topic.MEMBERSHIP),
        ("Vakıf üyelikleriniz", Topic.MEMBERSHIP),
        ("Sendikanız var mı?", Topic.MEMBERSHIP),
        ("Are you in a trade union?", Topic.MEMBERSHIP),
        ("Başörtüsü takıyor musunuz?", Topic.DRESS),
        ("Cinsel yöneliminiz", Topic.SEX_LIFE),
        ("Sexual orientation", Topic.SEX_LIFE),
        ("Sağlık sorununuz var mı?", Topic.HEALTH),
        ("Sağlığınız nasıl?", Topic.HEALTH),
        ("Bir hastalığınız var mı?", Topic.HEALTH),
        ("Engeliniz var mı?", Topic.HEALTH),
        ("ENGELLİ MİSİNİZ?", Topic.HEALTH),
        ("Hamile misiniz?", Topic.HEALTH),
        ("Do you have a disability?", Topic.HEALTH),
        ("Health problems", Topic.HEALTH),
        ("Adli sicil belgesi yükleyin", Topic.CRIMINAL_RECORD),
        ("Sabıkanız var mı?", Topic.CRIMINAL_RECORD),
        ("Have you been convicted?", Topic.CRIMINAL_RECORD),
        ("Şiddet yaşadınız mı?", Topic.VIOLENCE),
        ("Tacize uğradınız mı?", Topic.VIOLENCE),
        ("Have you experienced violence?", Topic.VIOLENCE),
        ("T.C. kimlik numaranız", Topic.NATIONAL_ID),
        ("TC Kimlik No", Topic.NATIONAL_ID),
        ("National ID number", Topic.NATIONAL_ID),
        ("Medeni hâliniz", Topic.FAMILY),
        ("Evli misiniz?", Topic.FAMILY),
        ("Eşinizin telefonu", Topic.FAMILY),
        ("Anne adı", Topic.FAMILY),
        ("Marital status", Topic.FAMILY),
        ("Vesikalık fotoğraf", Topic.PICTURE),
        ("Fotoğrafınızı ekleyin", Topic.PICTURE),
        ("Kimlik fotokopiniz", Topic.PICTURE),
        ("Açık adresiniz", Topic.FULL_ADDRESS),
        ("Your home address", Topic.FULL_ADDRESS),
    ],
)
def test_question_that_may_not_be_asked_is_found(label, topic):
    assert topic in forbidden_topics(label)


@pytest.mark.parametrize(
    "label",
    [
        "Dinlenme gününüz hangisi?",
        "Müzik dinler misiniz?",
        "Dinamik ekiplerde çalıştınız mı?",
        "Katılmanızı engelleyen bir saat var mı?",
        "Bilgisayarınız var mı?",
        "Hangi dilleri konuşuyorsunuz?",
        "Toplumsal cinsiyet eşitliği eğitimi aldınız mı?",
        "Sağlık sektöründe çalıştınız mı?",
        "Şiddetle mücadele eğitimi aldınız mı?",
        "Eşit İzmir'i nereden duydunuz?",
        "Hangi mahallede oturuyorsunuz?",
        "Fotoğraf çekmeyi biliyor musunuz?",
        "Daha önce gönüllü oldunuz mu?",
        "Kırklareli'ne gittiniz mi?",
        "Gebze'den geliyor musunuz?",
        "Hastane ziyareti yapabilir misiniz?",
        "Anadiliniz",
        "Evliya Çelebi Mahallesi'nde misiniz?",
        "Esinlendiğiniz kadın kim?",
        "What is your dining preference?",
        "Which section do you want?",
        "Did you take violence prevention training?",
        "Have you done health work?",
        "Can you embrace new tools?",
        "",
    ],
)
def test_harmless_question_is_left_alone(label):
    assert forbidden_topics(label) == []


def test_one_question_may_ask_two_things():
    assert forbidden_topics("Din ve mezhep, dernek üyeliği") == [
        Topic.RELIGION,
        Topic.MEMBERSHIP,
    ]


def test_every_topic_is_refused_or_remarked_upon():
    assert set(Topic.refused) < set(Topic.values)
