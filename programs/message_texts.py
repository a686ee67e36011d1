"""The text for each moment of a registration, made known to the outbox.

Subjects are neutral; somebody else may look at her screen (domain rule 5.4).
"""

from collections.abc import Iterator

from messaging.templates import MessageTemplate, register_template
from programs.message_names import ABOUT, GROUP, MEANINGS

_ABOUT_TR = "Kaydınızla ilgili bilgilendirme"
_ABOUT_EN = "About your registration"
_END_TR = "\n\nKod: {code}\nAyrıntılar: {link}"
_END_EN = "\n\nCode: {code}\nDetails: {link}"
_CODE = frozenset({"code"})
_DAY = frozenset({"code", "day", "time", "place"})


#: What leaves as a text message where the neutral sentence would say nothing.
_SMS = {"written": {"tr": "{short} {link}", "en": "{short} {link}"}}


def register_templates() -> None:
    """Called once, when the app is ready."""
    for name, placeholders, turkish, english in _texts():
        about = ABOUT[name]
        register_template(
            MessageTemplate(
                key=f"programs.{name}",
                name=about.name,
                when=about.when,
                group=GROUP,
                required=about.required,
                meanings=MEANINGS,
                texts={
                    "tr": (
                        turkish[0],
                        "Sayın {given_name} {family_name},\n\n" + turkish[1],
                    ),
                    "en": (
                        english[0],
                        "Dear {given_name} {family_name},\n\n" + english[1],
                    ),
                },
                placeholders=placeholders,
                sms=_SMS.get(name, {}),
            )
        )


def _texts() -> Iterator[tuple[str, frozenset[str], tuple[str, str], tuple[str, str]]]:
    day_tr = "Tarih: {day}\nSaat: {time}\nYer: {place}"
    day_en = "Date: {day}\nTime: {time}\nPlace: {place}"
    yield (
        "confirmed",
        _DAY | {"cancel_until"},
        (
            _ABOUT_TR,
            f"Yeriniz ayrıldı.\n\n{day_tr}\n\nGelemeyecekseniz lütfen haber verin. "
            "Son vazgeçme zamanı: {cancel_until}.\n\nKod: {code}\nAyrıntılar ve "
            "vazgeçmek için: {link}",
        ),
        (
            _ABOUT_EN,
            f"Your place is kept.\n\n{day_en}\n\nIf you cannot come, please tell us. "
            "Latest time to cancel: {cancel_until}.\n\nCode: {code}\nDetails, and to "
            "cancel: {link}",
        ),
    )
    yield (
        "waiting",
        _DAY | {"position"},
        (
            _ABOUT_TR,
            "Kontenjan doldu; yedek listede {position}. sıradasınız. Yer açılırsa "
            f"haber vereceğiz.\n\n{day_tr}" + _END_TR,
        ),
        (
            _ABOUT_EN,
            "All places are taken; you are number {position} on the waiting list. We "
            f"will tell you when a place becomes free.\n\n{day_en}" + _END_EN,
        ),
    )
    yield (
        "offered",
        _DAY | {"until"},
        (
            "Yanıtınızı bekliyoruz",
            "Sizin için yer açıldı. Yanıtlamak için: {link}\nSon yanıt zamanı: "
            f"{{until}}\n\n{day_tr}\n\nKod: {{code}}",
        ),
        (
            "We are waiting for your answer",
            "A place has become free for you. To answer: {link}\nLatest time to "
            f"answer: {{until}}\n\n{day_en}\n\nCode: {{code}}",
        ),
    )
    yield (
        "in_draw",
        _DAY,
        (
            _ABOUT_TR,
            "Kaydınızı aldık. Bu tarihin yerleri kurayla belirlenecek; sonucu size "
            f"bildireceğiz.\n\n{day_tr}" + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We have your registration. The places of this date are drawn; we will "
            f"tell you the result.\n\n{day_en}" + _END_EN,
        ),
    )
    yield (
        "not_drawn",
        _DAY | {"position"},
        (
            _ABOUT_TR,
            "Kura yapıldı. Bu kez size yer çıkmadı; yedek listede {position}. "
            f"sıradasınız. Yer açılırsa haber vereceğiz.\n\n{day_tr}" + _END_TR,
        ),
        (
            _ABOUT_EN,
            "The draw has taken place. It gave you no place this time; you are number "
            "{position} on the waiting list. We will tell you when a place becomes "
            f"free.\n\n{day_en}" + _END_EN,
        ),
    )
    yield (
        "party_changed",
        _DAY | {"seats"},
        (
            _ABOUT_TR,
            f"Kaydınızdaki değişikliği kaydettik.\n\n{day_tr}\nKişi sayısı: {{seats}}"
            + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We have noted the change to your registration.\n\n"
            f"{day_en}\nPeople: {{seats}}" + _END_EN,
        ),
    )
    yield (
        "offer_lapsed",
        _CODE,
        (
            _ABOUT_TR,
            "Sizin için ayırdığımız yere süresi içinde yanıt alamadık. Yedek listede "
            "kalmaya devam ediyorsunuz; sıranız geldiğinde bir kez daha sorarız."
            + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We had no answer in time about the place we kept for you. You are still "
            "on the waiting list; when it is your turn we will ask once more."
            + _END_EN,
        ),
    )
    yield (
        "offers_over",
        _CODE,
        (
            _ABOUT_TR,
            "Sizin için ayırdığımız yere ikinci kez yanıt alamadık; kaydınız sona "
            "erdi. Başka bir tarih için yeniden kaydolabilirsiniz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "We had no answer for the second time about the place we kept for you; "
            "your registration is over. You are welcome to register for another date."
            + _END_EN,
        ),
    )
    yield (
        "list_closed",
        _CODE | {"day"},
        (
            _ABOUT_TR,
            "Yedek listesinde olduğunuz programda bu kez yer açılmadı; liste kapandı."
            "\n\nTarih: {day}\n\nBunun size hiçbir olumsuz etkisi yok; başka bir "
            "tarihe kaydolabilirsiniz. Yeni tarihler sayfamızda. Beklediğiniz için "
            "teşekkür ederiz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "No place came free this time on the date you were waiting for; the list "
            "is closed.\n\nDate: {day}\n\nYou have no disadvantage from this and are "
            "welcome to register for another date. New dates are on our page. Thank "
            "you for waiting." + _END_EN,
        ),
    )
    yield (
        "cancelled",
        _CODE,
        (
            _ABOUT_TR,
            "Kaydınız isteğiniz üzerine iptal edildi. Haber verdiğiniz için teşekkür "
            "ederiz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "Your registration was cancelled as you asked. Thank you for telling us."
            + _END_EN,
        ),
    )
    yield (
        "removed",
        _CODE,
        (
            _ABOUT_TR,
            "Kaydınız iptal edildi. Sorularınız için bizi arayabilirsiniz." + _END_TR,
        ),
        (
            _ABOUT_EN,
            "Your registration was cancelled. Please call us if you have questions."
            + _END_EN,
        ),
    )
    yield (
        "occurrence_cancelled",
        _CODE | {"day"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz program iptal edildi.\n\nTarih: {day}\n\nYeni tarihler "
            "için sayfamıza bakabilir ya da bizi arayabilirsiniz." + _END_TR,
        ),
        (
            "Change of program",
            "The date you registered for was cancelled.\n\nDate: {day}\n\nPlease see "
            "our page for new dates, or call us." + _END_EN,
        ),
    )
    new_tr = "Yeni tarih: {new_day}\nSaat: {time}\nYer: {place}"
    new_en = "New date: {new_day}\nTime: {time}\nPlace: {place}"
    yield (
        "cancelled_offered",
        _DAY | {"new_day", "until"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz program iptal edildi.\n\nTarih: {day}\n\nYerine başka "
            "bir tarihte sizin için yer ayırdık. Yanıtlamak için: {link}\nSon yanıt "
            f"zamanı: {{until}}\n\n{new_tr}\n\nBu tarih size uymuyorsa "
            "vazgeçebilirsiniz; bunun size bir zararı olmaz.\n\nKod: {code}",
        ),
        (
            "Change of program",
            "The date you registered for was cancelled.\n\nDate: {day}\n\nWe keep a "
            "place for you on another date instead. To answer: {link}\nLatest time to "
            f"answer: {{until}}\n\n{new_en}\n\nIf that date does not suit you, you may "
            "give the place up; it costs you nothing.\n\nCode: {code}",
        ),
    )
    yield (
        "cancelled_waiting",
        _DAY | {"new_day", "position"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz program iptal edildi.\n\nTarih: {day}\n\nSizi başka bir "
            "tarihin yedek listesine aldık; {position}. sıradasınız. Yer açılırsa "
            f"haber vereceğiz.\n\n{new_tr}\n\nBu tarih size uymuyorsa "
            "vazgeçebilirsiniz; bunun size bir zararı olmaz." + _END_TR,
        ),
        (
            "Change of program",
            "The date you registered for was cancelled.\n\nDate: {day}\n\nWe put you "
            "on the waiting list of another date; you are number {position}. We will "
            "tell you when a place becomes free.\n\n"
            f"{new_en}\n\nIf that date does not suit you, you may leave the list; it "
            "costs you nothing." + _END_EN,
        ),
    )
    for days, subject_tr, subject_en in (
        (3, "Hatırlatma", "Reminder"),
        (1, "Hatırlatma: yarınki programınız", "Reminder: your program tomorrow"),
    ):
        yield (
            f"reminder_{days}",
            _DAY | {"cancel_until"},
            (
                subject_tr,
                f"Yerinizin ayrıldığını hatırlatırız.\n\n{day_tr}\n\nGelemeyecekseniz "
                "lütfen haber verin; yerinize yedek listeden biri gelebilsin. Son "
                "vazgeçme zamanı: {cancel_until}." + _END_TR,
            ),
            (
                subject_en,
                f"A reminder that your place is kept.\n\n{day_en}\n\nIf you cannot "
                "come, please tell us, so that somebody on the waiting list can. "
                "Latest time to cancel: {cancel_until}." + _END_EN,
            ),
        )
    yield (
        "occurrence_moved",
        _DAY,
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz programın saati ya da yeri değişti. Yeni bilgiler:\n\n"
            f"{day_tr}\n\nBu size uymuyorsa vazgeçebilir ya da bizi arayabilirsiniz."
            + _END_TR,
        ),
        (
            "Change of program",
            "The time or the place of the date you registered for has changed. It is "
            f"now:\n\n{day_en}\n\nIf it does not suit you, you may give up your "
            "place, or call us." + _END_EN,
        ),
    )
    yield (
        "sessions_changed",
        _CODE | {"changes"},
        (
            "Program değişikliği",
            "Kayıtlı olduğunuz programın oturumlarında değişiklik var:\n\n{changes}"
            "\n\nBütün oturumlar sayfanızda yazılı." + _END_TR,
        ),
        (
            "Change of program",
            "Sessions of the program you registered for have changed:\n\n{changes}"
            "\n\nAll sessions are on your page." + _END_EN,
        ),
    )
    yield (
        "written",
        _CODE | {"words", "short"},
        (_ABOUT_TR, "{words}" + _END_TR),
        (_ABOUT_EN, "{words}" + _END_EN),
    )
    yield (
        "feedback",
        frozenset({"answer_until"}),
        (
            _ABOUT_TR,
            "Katıldığınız için teşekkür ederiz. Nasıl geçtiğini birkaç dokunuşla "
            "söylemek ister misiniz? Yanıtınız adınızla birlikte tutulmaz; kimin "
            "yazdığını biz de bilemeyiz. Yanıt vermek zorunda değilsiniz.\n\nSon yanıt "
            "zamanı: {answer_until}\nBağlantı: {link}",
        ),
        (
            _ABOUT_EN,
            "Thank you for taking part. Would you like to tell us in a few touches how "
            "it was? Your answer is not kept with your name; we cannot tell who wrote "
            "it either. You need not answer.\n\nLatest time to answer: "
            "{answer_until}\nLink: {link}",
        ),
    )
    yield (
        "link_renewed",
        _CODE,
        (_ABOUT_TR, "İstediğiniz yeni bağlantı aşağıda." + _END_TR),
        (_ABOUT_EN, "Here is the new link you asked for." + _END_EN),
    )
