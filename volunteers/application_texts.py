"""What is written about an application, from its arrival to a role.

Subjects are neutral and bodies name no program: somebody else may read her screen.
"""

_ABOUT_TR = "Kaydınızla ilgili bilgilendirme"
_ABOUT_EN = "About your registration"

#: key -> (Turkish subject, Turkish body, English subject, English body)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "volunteers.received": (
        "Kaydınız alındı",
        "Kaydınızı aldık. Numaranız: {code}. 7 iş günü içinde size dönüş yapacağız."
        "\n\nBu adresin size ait olduğunu onaylamak ve kaydınızı görmek için: {link}",
        "We received your registration",
        "We received your registration. Your number: {code}. We will answer you within "
        "7 working days.\n\nTo confirm that this address is yours and to see your "
        "registration: {link}",
    ),
    "volunteers.draft": (
        "Kaldığınız yer",
        "Forma kaldığınız yerden devam etmek için: {link}\n\nBağlantı {until} tarihine "
        "kadar geçerlidir. Siz istemediyseniz bu iletiyi silmeniz yeterlidir.",
        "Where you left off",
        "To go on with the form where you left off: {link}\n\nThe link is valid until "
        "{until}. If you did not ask for it, simply delete this message.",
    ),
    "volunteers.information": (
        _ABOUT_TR,
        "Başvurunuzla ilgili sizden öğrenmek istediğimiz bir şey var. Yanıtlamak "
        "için: {link}\n\nYanıtınızı {until} tarihine kadar bekliyoruz.",
        _ABOUT_EN,
        "There is something more we would like to know. To answer: {link}\n\nPlease "
        "answer by {until}.",
    ),
    "volunteers.written": (
        _ABOUT_TR,
        "{words}\n\nAyrıntılar: {link}",
        _ABOUT_EN,
        "{words}\n\nDetails: {link}",
    ),
    "volunteers.invited": (
        "Randevu bilginiz",
        "Görüşme için size uygun saati seçin: {link}\n\n"
        "Bağlantı {until} tarihine kadar geçerlidir.",
        "Your appointment",
        "Please choose the time that suits you for our meeting: {link}\n\nThe link is "
        "valid until {until}.",
    ),
    "volunteers.booked": (
        "Randevu bilginiz",
        "Randevunuz ayrıldı.\n\nTarih ve saat: {moment}\nYer: {place}\n\nDeğiştirmek "
        "veya vazgeçmek için: {link}",
        "Your appointment",
        "Your appointment is booked.\n\nDate and time: {moment}\nPlace: {place}\n\nTo "
        "change or cancel it: {link}",
    ),
    "volunteers.moved": (
        "Randevu bilginiz",
        "Randevunuzun saati değişti.\n\nYeni tarih ve saat: {moment}\nYer: {place}\n\n"
        "Ayrıntılar: {link}",
        "Your appointment",
        "The time of your appointment has changed.\n\nNew date and time: {moment}\n"
        "Place: {place}\n\nDetails: {link}",
    ),
    "volunteers.changed": (
        "Randevu bilginiz",
        "Randevunuzun saati ya da yeri değişti. Yeni bilgiler:\n\nTarih ve saat: "
        "{moment}\nYer: {place}\n\nSize uymuyorsa: {link}",
        "Your appointment",
        "The time or the place of your appointment has changed. It is now:\n\nDate and "
        "time: {moment}\nPlace: {place}\n\nIf it does not suit you: {link}",
    ),
    "volunteers.given_up": (
        "Randevu bilginiz",
        "{moment} tarihli randevunuz iptal edildi. Başka bir saat seçmek için: {link}",
        "Your appointment",
        "Your appointment of {moment} was cancelled. To choose another time: {link}",
    ),
    "volunteers.reminder": (
        "Hatırlatma",
        "Yarınki görüşmeniz için hatırlatma.\n\nTarih ve saat: {moment}\nYer: {place}"
        "\n\nGelemeyecekseniz: {link}",
        "Reminder",
        "A reminder of our meeting tomorrow.\n\nDate and time: {moment}\n"
        "Place: {place}\n\nIf you cannot come: {link}",
    ),
    "volunteers.accepted": (
        _ABOUT_TR,
        "Başvurunuz olumlu sonuçlandı. Eğitim tarihleri için: {link}",
        _ABOUT_EN,
        "Your application was accepted. For the dates of the trainings: {link}",
    ),
    "volunteers.reserve": (
        _ABOUT_TR,
        "Başvurunuz yedek listeye alındı. Yer açılırsa size haber vereceğiz."
        "\n\nAyrıntılar: {link}",
        _ABOUT_EN,
        "Your application is on the reserve list. We will tell you when a place comes "
        "free.\n\nDetails: {link}",
    ),
    "volunteers.rejected": (
        _ABOUT_TR,
        "İlginiz için teşekkür ederiz. Bu dönem başvurunuzu kabul edemiyoruz. "
        "Bilgileriniz {until} tarihinde silinecektir.",
        _ABOUT_EN,
        "Thank you for your interest. We cannot accept your application this term. "
        "Your details will be deleted on {until}.",
    ),
    "volunteers.carried_over": (
        _ABOUT_TR,
        "Başvurunuz bir sonraki döneme aktarıldı. Yeniden başvurmanız gerekmez."
        "\n\nAyrıntılar: {link}",
        _ABOUT_EN,
        "Your application was carried over to the next term. You need not apply again."
        "\n\nDetails: {link}",
    ),
    "volunteers.enrolled": (
        _ABOUT_TR,
        "Eğitimde yeriniz ayrıldı.\n\nTarih ve saat: {moment}\nYer: {place}\n\n"
        "Değiştirmek için: {link}",
        _ABOUT_EN,
        "Your place in the training is reserved.\n\nDate and time: {moment}\nPlace: "
        "{place}\n\nTo change it: {link}",
    ),
    "volunteers.session_offer": (
        _ABOUT_TR,
        "Beklediğiniz eğitimde bir yer açıldı; {deadline} saatine kadar sizin için "
        "tutuyoruz.\n\nTarih ve saat: {moment}\nYer: {place}\n\nYeri almak veya "
        "vazgeçmek için: {link}",
        _ABOUT_EN,
        "A place has come free in the training you wait for; we keep it for you until "
        "{deadline}.\n\nDate and time: {moment}\nPlace: {place}\n\nTo take it or to "
        "decline: {link}",
    ),
    "volunteers.session_offer_lapsed": (
        _ABOUT_TR,
        "{moment} tarihli eğitimde sizin için tuttuğumuz yer, yanıt gelmediği için "
        "sıradaki kişiye verildi.\n\nBaşka tarihler için: {link}",
        _ABOUT_EN,
        "The place we kept for you in the training of {moment} went to the next in "
        "line, as we had no answer.\n\nFor other dates: {link}",
    ),
    "volunteers.training_expires": (
        _ABOUT_TR,
        "Tamamladığınız bir eğitimin geçerliliği {until} tarihinde bitiyor. Yenilemek "
        "için bir tarih seçin: {link}",
        _ABOUT_EN,
        "A training you completed is valid until {until}. To renew it, please choose "
        "a date: {link}",
    ),
    "volunteers.trained": (
        _ABOUT_TR,
        "Eğitimi tamamladınız, teşekkür ederiz. Sıradaki adım: {link}",
        _ABOUT_EN,
        "You completed the training, thank you. The next step: {link}",
    ),
    "volunteers.assigned": (
        _ABOUT_TR,
        "Göreviniz belirlendi. Ayrıntılar: {link}",
        _ABOUT_EN,
        "Your role has been decided. Details: {link}",
    ),
    "volunteers.withdrawn": (
        _ABOUT_TR,
        "Başvurunuzu geri çektiniz. Bilgileriniz saklama süresi sonunda silinecektir.",
        _ABOUT_EN,
        "You withdrew your application. Your details will be deleted when the "
        "retention period ends.",
    ),
    "volunteers.new_link": (
        _ABOUT_TR,
        "İstediğiniz yeni bağlantı: {link}\n\nSiz istemediyseniz bu iletiyi dikkate "
        "almayın.",
        _ABOUT_EN,
        "The new link you asked for: {link}\n\nIf you did not ask for it, ignore this "
        "message.",
    ),
}
