"""The texts a new installation starts from; staff publish newer versions of them.

The controller's data-protection unit owns the final wording (domain rules 1.2, 1.9).
"""

from collections.abc import Callable

from django.db import transaction

from people.domain.consents import publish_consent_text, publish_notice
from people.domain.retention import install_rules
from people.domain.roles import sync_roles
from people.enums import Process
from people.models import ConsentPurpose, ConsentText, Notice

_RIGHTS_TR = """
Haklarınız. Kanunun 11. maddesi uyarınca verilerinizin işlenip işlenmediğini öğrenme, bilgi isteme, düzeltilmesini, silinmesini isteme, aktarıldığı üçüncü kişileri bilme, işlenmesine itiraz etme ve zararınızın giderilmesini isteme hakkınız vardır. Başvurunuzu yazılı olarak, kayıtlı elektronik posta adresinizden veya bize bildirdiğiniz e-posta adresinden yapabilirsiniz. En geç 30 gün içinde ücretsiz yanıtlarız.
"""
_RIGHTS_EN = """
Your rights. Under article 11 of the law you may ask whether your data are processed, ask for information, correction and erasure, learn to whom they were passed on, object to the processing and claim damages. You may apply in writing, from your registered electronic mail or from the e-mail address you gave us. We answer within 30 days, free of charge.
"""

NOTICES: dict[tuple[str, str], tuple[str, str]] = {
    (Process.VOLUNTEERING, "tr"): (
        "Başvurunuzu değerlendirmek, mülakat ve eğitim sürecini yürütmek ve size ulaşmak için bu formdaki bilgilerinizi işliyoruz. Veri sorumlusu: İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri Dairesi Başkanlığı, Kadın Çalışmaları Şube Müdürlüğü. Hukuki sebep: 6698 sayılı Kanun m.5/2 (a), (c), (ç); 5393 sayılı Kanun m.77. Bilgilerinizi bu amaç dışında kullanmaz, kanuni zorunluluk dışında paylaşmayız. Kabul edilmeyen başvurular karardan 6 ay sonra silinir.",
        "Veri sorumlusu. İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri Dairesi Başkanlığı, Kadın Çalışmaları Şube Müdürlüğü.\n\nAmaç. Gönüllülük başvurunuzu almak ve değerlendirmek, mülakat ve eğitim sürecini yürütmek, görevlendirme yapmak ve size seçtiğiniz yoldan ulaşmak.\n\nHukuki sebep. 6698 sayılı Kanun m.5/2 (a), (c) ve (ç); 5393 sayılı Belediye Kanunu m.77 ile İl Özel İdaresi ve Belediye Hizmetlerine Gönüllü Katılım Yönetmeliği. İsteğe bağlı konularda açık rızanız.\n\nToplama yöntemi. Bu form, telefon görüşmesi veya yüz yüze başvuru.\n\nAktarım. Bilgileriniz kanuni zorunluluk dışında üçüncü kişilere ve yurt dışına aktarılmaz.\n\nSaklama. Kabul edilmeyen veya geri çekilen başvurular karardan 6 ay, gönüllü dosyaları ayrılıştan 2 yıl sonra anonim hâle getirilir; mülakat notları karardan 6 ay sonra silinir."
        + _RIGHTS_TR,
    ),
    (Process.VOLUNTEERING, "en"): (
        "We process what you write in this form to assess your application, to run the interview and training, and to reach you. Controller: İzmir Metropolitan Municipality, Department of Women's and Family Services, Women's Studies Branch. Legal basis: Law 6698 art. 5/2 (a), (c), (ç); Law 5393 art. 77. We use your details for nothing else and share them only where a law obliges us. Applications that are not accepted are deleted 6 months after the decision.",
        "Controller. İzmir Metropolitan Municipality, Department of Women's and Family Services, Women's Studies Branch.\n\nPurpose. To receive and assess your application, to run the interview and training, to assign volunteers, and to reach you by the way you choose.\n\nLegal basis. Law 6698 art. 5/2 (a), (c) and (ç); Municipality Law 5393 art. 77 and the regulation on volunteering in municipal services. Your explicit consent for what is optional.\n\nCollection. This form, a phone call or a visit.\n\nRecipients. Your details go to no third party and to no other country, unless a law obliges us.\n\nRetention. Applications not accepted or withdrawn are anonymized 6 months after the decision, volunteers' files 2 years after they leave; interview notes are deleted 6 months after the decision."
        + _RIGHTS_EN,
    ),
    (Process.REGISTRATION, "tr"): (
        "Kaydınızı almak, yer ve biniş listesini hazırlamak ve size ulaşmak için bu formdaki bilgilerinizi işliyoruz. Veri sorumlusu: İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri Dairesi Başkanlığı, Kadın Çalışmaları Şube Müdürlüğü. Hukuki sebep: 6698 sayılı Kanun m.5/2 (a), (ç); 5393 sayılı Kanun m.14. Bilgilerinizi bu amaç dışında kullanmaz, kanuni zorunluluk dışında paylaşmayız. İletişim bilgileriniz etkinlikten 90 gün, katılım belgesi aldıysanız 24 ay sonra silinir.",
        "Veri sorumlusu. İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri Dairesi Başkanlığı, Kadın Çalışmaları Şube Müdürlüğü.\n\nAmaç. Etkinlik kaydınızı almak, yedek listeyi ve biniş listesini yürütmek, değişiklikleri seçtiğiniz yoldan bildirmek.\n\nHukuki sebep. 6698 sayılı Kanun m.5/2 (a) ve (ç); 5393 sayılı Belediye Kanunu m.14. İsteğe bağlı konularda açık rızanız.\n\nToplama yöntemi. Bu form, telefon, muhtarlık veya masa başvurusu.\n\nAktarım. Bilgileriniz kanuni zorunluluk dışında üçüncü kişilere ve yurt dışına aktarılmaz. Katılımcı adları yayımlanmaz.\n\nSaklama. İletişim bilgileri etkinlikten 90 gün, acil durumda aranacak kişi bilgisi ve o gün neye ihtiyaç duyduğunuz 7 gün sonra silinir. Katılım belgesi verilen kurslarda belgenizi yeniden alabilmeniz için adınız ve iletişim bilgileriniz 24 ay saklanır."
        + _RIGHTS_TR,
    ),
    (Process.REGISTRATION, "en"): (
        "We process what you write in this form to register you, to prepare the places and the boarding list, and to reach you. Controller: İzmir Metropolitan Municipality, Department of Women's and Family Services, Women's Studies Branch. Legal basis: Law 6698 art. 5/2 (a), (ç); Law 5393 art. 14. We use your details for nothing else and share them only where a law obliges us. Your contact details are deleted 90 days after the event, or 24 months after it if you were given a certificate.",
        "Controller. İzmir Metropolitan Municipality, Department of Women's and Family Services, Women's Studies Branch.\n\nPurpose. To register you, to run the waiting list and the boarding list, and to tell you of changes by the way you choose.\n\nLegal basis. Law 6698 art. 5/2 (a) and (ç); Municipality Law 5393 art. 14. Your explicit consent for what is optional.\n\nCollection. This form, the phone, the muhtar's office or a desk.\n\nRecipients. Your details go to no third party and to no other country, unless a law obliges us. Names of participants are never published.\n\nRetention. Contact details are deleted 90 days after the event, the emergency contact and what you told us you need on the day after 7 days. Where a course gave you a certificate, your name and contact details are kept for 24 months, so that you can have it printed again."
        + _RIGHTS_EN,
    ),
}

#: key -> (name, sentence) by language
CONSENTS: dict[str, dict[str, tuple[str, str]]] = {
    "photo_publish": {
        "tr": (
            "Fotoğraf yayımı",
            "Etkinliklerde çekilen ve yer aldığım fotoğraf ve videoların belediyenin internet sitesinde ve sosyal medya hesaplarında yayımlanmasına açık rıza veriyorum. (İsteğe bağlıdır; vermemeniz başvurunuzu etkilemez.)",
        ),
        "en": (
            "Publishing photographs",
            "I explicitly consent to photographs and videos of the events that show me being published on the municipality's website and social media. (Optional; your application does not depend on it.)",
        ),
    },
    "news_email": {
        "tr": (
            "E-posta ile haber",
            "Yeni programlardan ve gönüllülük çağrılarından e-posta ile haberdar edilmek istiyorum. (İsteğe bağlı)",
        ),
        "en": (
            "News by e-mail",
            "I would like to hear of new programs and volunteering calls by e-mail. (Optional)",
        ),
    },
    "news_sms": {
        "tr": (
            "SMS ile haber",
            "Yeni programlardan SMS ile haberdar edilmek istiyorum. (İsteğe bağlı)",
        ),
        "en": (
            "News by text message",
            "I would like to hear of new programs by text message. (Optional)",
        ),
    },
    "keep_for_next_term": {
        "tr": (
            "Sonraki dönem",
            "Bu dönem yerleştirilemezsem başvurumun bir sonraki dönemde de değerlendirilmesini istiyorum. (İsteğe bağlı)",
        ),
        "en": (
            "Next term",
            "If I cannot be placed this term, I would like my application to be considered in the next one too. (Optional)",
        ),
    },
}


_more: dict[str, Callable[[], int]] = {}


def register_defaults(name: str, install: Callable[[], int]) -> None:
    """What an app above starts from: `install` adds what is missing and counts it."""
    _more[name] = install


@transaction.atomic
def install_defaults() -> dict[str, int]:
    """Add what is missing; returns how many rows of each kind were added."""
    notices = 0
    for (process, language), (summary, body) in NOTICES.items():
        if not Notice.objects.filter(process=process, language=language).exists():
            publish_notice(
                Notice(process=process, language=language, summary=summary, body=body)
            )
            notices += 1
    consents = 0
    for key, texts in CONSENTS.items():
        purpose, added = ConsentPurpose.objects.get_or_create(
            key=key,
            defaults={"name": {code: name for code, (name, _text) in texts.items()}},
        )
        if added:
            consents += 1
            for code, (_name, text) in texts.items():
                publish_consent_text(
                    ConsentText(purpose=purpose, language=code, text=text)
                )
    return {
        "groups": len(sync_roles()),
        "notices": notices,
        "consents": consents,
        "retention rules": install_rules(),
        **{name: install() for name, install in _more.items()},
    }
