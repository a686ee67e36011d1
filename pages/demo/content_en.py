"""English for every translatable string of the demo site, by its Turkish."""

from pages.demo.programs_en import ENGLISH as PROGRAMS

ENGLISH: dict[str, str] = {
    **PROGRAMS,
    # --- home ---
    "Kadınlar için programlar, eşitlik için gönüllülük": (
        "Programs for women, volunteering for equality"
    ),
    "ana-sayfa": "home",
    "Ana sayfa": "Home",
    "Ücretsiz geziler ve gönüllülük çağrıları.": "Free trips and calls for volunteers.",
    "Ücretsiz gezilere kaydolun ya da gönüllü olarak eşitlik çalışmalarına "
    "katılın. Üye olmanız gerekmez.": (
        "Register for free trips, or join the work for equality as a volunteer. You "
        "do not need an account."
    ),
    "Nasıl kaydolurum?": "How do I register?",
    "Tarihinizi seçin": "Choose your date",
    "Yer varsa kaydınız hemen kesinleşir. Doluysa yedek listeye yazılabilirsiniz.": (
        "If there is a place, your registration is confirmed at once. If it is full, "
        "you can join the waiting list."
    ),
    "Size nasıl ulaşacağımızı söyleyin": "Tell us how to reach you",
    "Yalnızca seçtiğiniz yolla ulaşırız. Dilerseniz siz bizi ararsınız.": (
        "We use only the way you choose. If you prefer, you call us."
    ),
    "Yaklaşık 5 dakika": "About 5 minutes",
    "Kayıt numaranızı saklayın": "Keep your registration number",
    "Kaydınızı size verdiğimiz bağlantıdan görür, gelemeyecekseniz oradan iptal "
    "edersiniz.": (
        "The link we give you shows your registration, and lets you cancel it if you "
        "cannot come."
    ),
    "Bu siteyi güvenle kullanın": "Use this site safely",
    "Cihazınızı başkaları da kullanıyorsa önce bu sayfayı okuyun.": (
        "If others use your device too, read this page first."
    ),
    "Güvenli kullanım sayfasını aç": "Open the safe use page",
    # --- the program ---
    "Kadınlar için Bir Mola": "A Break for Women",
    "kadinlar-icin-bir-mola": "a-break-for-women",
    "Ücretsiz körfez turları, kültür turları ve deniz gezileri.": (
        "Free bay tours, culture tours and sea trips."
    ),
    "Gündelik işlere bir gün ara verin: vapurla körfezi gezin, kentin tarihini "
    "rehberden dinleyin, denize girin.": (
        "Take a day off from daily chores: cross the bay by ferry, hear the city's "
        "history from a guide, swim in the sea."
    ),
    "İzmir'de yaşayan, 18 yaşını doldurmuş kadınlar. Bazı gezilere çocuğunuzla "
    "gelebilirsiniz.": (
        "Women aged 18 or over who live in İzmir. You can bring your child on some "
        "of the trips."
    ),
    "Ücretsiz": "Free",
    "Adınız, doğum tarihiniz, ilçeniz ve size güvenle ulaşabileceğimiz bir yol. "
    "T.C. kimlik numarası istemiyoruz.": (
        "Your name, date of birth, district, and a safe way to reach you. We do not "
        "ask for your national identity number."
    ),
    "Üç tür gezi": "Three kinds of trips",
    "Körfez turu: Vapurla, rehber eşliğinde yaklaşık iki saat.": (
        "Bay tour: about two hours by ferry, with a guide."
    ),
    "Kültür turu: Kemeraltı, Saat Kulesi ve müzeler gibi durakları olan, rehberli "
    "bir gün.": (
        "Culture tour: a guided day with stops such as Kemeraltı, the Clock Tower "
        "and museums."
    ),
    "Deniz gezisi: Otobüsle kumsala gidiş dönüş ve denizde bir gün.": (
        "Sea trip: to the beach and back by bus, and a day by the sea."
    ),
    "Bugüne kadar": "So far",
    "2.500": "2,500",
    "kadın körfez turuna katıldı": "women took a bay tour",
    "495": "495",
    "kadın kültür turlarına katıldı": "women joined the culture tours",
    "632": "632",
    "kadın deniz gezilerine katıldı": "women joined the sea trips",
    "İzmir Büyükşehir Belediyesi'nin iki yıllık çalışmalarına ilişkin açıklaması "
    "(Beyaz Haber Ajansı)": (
        "Statement of İzmir Metropolitan Municipality on two years of work (Beyaz "
        "Haber Ajansı)"
    ),
    "Sık sorulanlar": "Questions people ask",
    "E-posta adresim yok. Kaydolabilir miyim?": (
        "I have no e-mail address. Can I register?"
    ),
    "Evet. Formda telefonla aranmayı ya da bizi kendiniz aramayı seçebilirsiniz. "
    "Muhtarlığınız da sizin adınıza kayıt yaptırabilir.": (
        "Yes. In the form you can choose to be phoned, or to call us yourself. Your "
        "muhtar's office can also register you."
    ),
    "Çocuğumla gelebilir miyim?": "Can I bring my child?",
    "Çocukların katılabileceği gezilerde formda çocuk ekleyebilirsiniz. "
    "Çocuğunuzun yalnızca adını ve doğum yılını sorarız. Her çocuk bir yer kaplar.": (
        "On trips open to children you can add a child in the form. We ask only for "
        "the child's name and year of birth. Each child takes a place."
    ),
    "Gezi dolduysa ne olur?": "What happens if the trip is full?",
    "Yedek listeye yazılırsınız. Yer açılırsa sıradaki kişiye bir son saatle "
    "birlikte teklif edilir. O saate kadar yanıt vermezseniz yer bir sonraki "
    "kişiye geçer.": (
        "You join the waiting list. A place that comes free is offered to the next "
        "person with a time to answer by. Without an answer by then, it goes to the "
        "one after her."
    ),
    "Gelemeyecek olursam ne yapmalıyım?": "What should I do if I cannot come?",
    "Kayıt bağlantınızdan iptal edin; yerinizi bekleyen birine verelim.": (
        "Cancel through your registration link, so that your place goes to somebody "
        "who is waiting."
    ),
    "Hava kötü olursa gezi iptal edilir mi?": "Is a trip cancelled in bad weather?",
    "Edilebilir. Bu durumda seçtiğiniz iletişim yoluyla haber veririz.": (
        "It may be. We then tell you in the way you have chosen."
    ),
    # --- volunteering ---
    "Eşit İzmir Gönüllü Projesi": "Eşit İzmir Volunteer Project",
    "esit-izmir-gonullu-projesi": "esit-izmir-volunteer-project",
    "Gönüllülük alanları, başvuru adımları ve açık çağrılar.": (
        "Areas of volunteering, steps of the application, and open calls."
    ),
    "Çeviriden atölyeye, saha çalışmasından sosyal medyaya: zamanınızla ve "
    "becerinizle katılın.": (
        "From translation to workshops, from field work to social media: take part "
        "with your time and skills."
    ),
    "Toplumsal cinsiyet eşitliği çalışmalarına gönüllü olarak katılın. Proje 18 "
    "yaşını doldurmuş her yurttaşa açıktır.": (
        "Join the work for gender equality as a volunteer. The project is open to "
        "every citizen aged 18 or over."
    ),
    "Gönüllüler ne yapar?": "What do volunteers do?",
    "Çeviri: Duyuruları, broşürleri ve eğitim metinlerini başka dillere çevirir.": (
        "Translation: they translate announcements, brochures and training texts."
    ),
    "Atölye çalışmaları: Mahallelerdeki atölyelerin hazırlığında ve yürütülmesinde "
    "görev alır.": (
        "Workshops: they help to prepare and run workshops in the neighborhoods."
    ),
    "Saha çalışması: Etkinliklerde karşılama yapar, katılımcılara yol gösterir.": (
        "Field work: they welcome and guide people at events."
    ),
    "Sosyal medya: Duyuru metinleri ve görseller hazırlar.": (
        "Social media: they prepare texts and pictures for announcements."
    ),
    "Proje ve kampanya yönetimi: Yeni çalışmaların tasarlanmasına ve yürütülmesine "
    "destek olur.": (
        "Project and campaign management: they help to design and carry out new work."
    ),
    "Dört adımda gönüllü olun": "Become a volunteer in four steps",
    "Başvuru": "Application",
    "Formu doldurun. Yarım bırakırsanız aynı cihazda kaldığınız yerden "
    "sürdürebilirsiniz.": (
        "Fill in the form. If you stop halfway, you can go on from there on the same "
        "device."
    ),
    "Yaklaşık 10 dakika": "About 10 minutes",
    "Görüşme": "Interview",
    "Başvurunuza 7 iş günü içinde yanıt veririz. Görüşme saatini size uygun "
    "olanlardan seçersiniz.": (
        "We answer your application within 7 working days. You choose an interview "
        "time that suits you."
    ),
    "30 dakika": "30 minutes",
    "Eğitim": "Training",
    "Oryantasyona ve toplumsal cinsiyet eşitliği temel eğitimine katılırsınız.": (
        "You attend the orientation and the basic training on gender equality."
    ),
    "Birkaç oturum": "A few sessions",
    "Görev": "Role",
    "Eğitimi tamamlayınca alanınıza ve zamanınıza uyan bir görev alırsınız.": (
        "When you have completed the training, you are given a role that fits your "
        "area and your time."
    ),
    "Haftada 1–2 saatten başlar": "From 1–2 hours a week",
    "Yalnızca kadınlar mı başvurabilir?": "Can only women apply?",
    "Hayır. 18 yaşını doldurmuş herkes başvurabilir.": (
        "No. Everybody aged 18 or over can apply."
    ),
    "Deneyimim olması gerekir mi?": "Do I need experience?",
    "Hayır. Gereken eğitimi biz veriyoruz. Çeviri için dil bilginizi sorarız.": (
        "No. We give the training that is needed. For translation we ask about your "
        "languages."
    ),
    "Gönüllülük için ücret ödenir mi?": "Are volunteers paid?",
    "Hayır. Gönüllülük, maddi karşılık beklemeden yapılan bir katkıdır.": (
        "No. Volunteering is a contribution made without expecting material gain."
    ),
    "Başvurum kabul edilmezse bilgilerim ne olur?": (
        "What happens to my data if my application is not accepted?"
    ),
    "Karardan 6 ay sonra kimliğinizle bağı kesilir; yalnızca sayım için kullanılan "
    "bilgiler kalır.": (
        "Six months after the decision it is cut off from your identity; only what "
        "is needed for counting remains."
    ),
    # --- counseling ---
    "Kadın Danışma Merkezi": "Women's Counseling Center",
    "danisma": "counseling",
    "Ücretsiz hukuki ve psikolojik danışmanlık. Konuştuklarınız gizli kalır.": (
        "Free legal and psychological counseling. What you say stays confidential."
    ),
    "Bu sayfaya baktığınız, cihazınızın geçmişinde görünebilir. Düğmeyle çıkmak "
    "geçmişi silmez.": (
        "Your device's history may show that you looked at this page. Leaving by the "
        "button does not erase the history."
    ),
    "Hemen yardım gerekiyorsa": "If you need help now",
    "Merkezde ne bulursunuz?": "What do you find at the center?",
    "Bir avukatla ve bir psikologla ücretsiz görüşme": (
        "Free meetings with a lawyer and with a psychologist"
    ),
    "Haklarınız ve atabileceğiniz adımlar hakkında bilgi": (
        "Information on your rights and the steps you can take"
    ),
    "Çocuğunuz için oyun odası": "A playroom for your child",
    "Merkez 10 Mart 2008'den beri hizmet veriyor; baro, emniyet, il sosyal "
    "hizmetler ve il sağlık müdürlükleriyle birlikte çalışıyor.": (
        "The center has been open since 10 March 2008, and works together with the "
        "bar association, the police, and the provincial social services and health "
        "directorates."
    ),
    "Kalacak güvenli bir yere ihtiyacınız varsa bunu da merkezle konuşabilirsiniz. "
    "Böyle yerlerin bilgisi hiçbir yerde yayımlanmaz.": (
        "If you need a safe place to stay, you can talk about that with the center "
        "too. Nothing about such places is published anywhere."
    ),
    "Merkeze nasıl ulaşırım?": "How do I reach the center?",
    "Merkezin güncel telefonu doğrulandığında burada yer alacak. O zamana kadar "
    "183'ü arayarak size en yakın merkezi öğrenebilirsiniz.": (
        "The center's current phone number will appear here once it has been "
        "verified. Until then you can call 183 and ask for the center nearest to you."
    ),
    "Bu sitede sizden yaşadıklarınızı anlatmanızı isteyen bir form yoktur.": (
        "No form on this site asks you to tell what has happened to you."
    ),
    # --- safety ---
    "Güvenli kullanım": "Safe use",
    "guvenli-kullanim": "safe-use",
    "Cihazınıza başkaları da bakabiliyorsa bu sayfadaki adımlar size yardımcı olur.": (
        "If others can look at your device, the steps on this page will help you."
    ),
    "Bu sayfaya baktığınız, cihazınızın geçmişinde görünebilir. “Bu sayfadan hemen "
    "çık” düğmesi geçmişi silmez. Gizli sekme kullanabilir veya güvendiğiniz "
    "birinin cihazından girebilirsiniz. Tehlikedeyseniz 112'yi arayın.": (
        "Your device's history may show that you looked at this page. The button "
        "“Leave this page now” does not erase the history. You can use a private "
        "tab, or the device of somebody you trust. If you are in danger, call 112."
    ),
    "Çıkış düğmesi ne yapar?": "What does the exit button do?",
    "Sayfayı hemen boşaltır ve hava durumu sayfasını açar.": (
        "It blanks the page at once and opens a weather page."
    ),
    "Bu sitede açık kalan formlarınızı kapatır.": (
        "It closes the forms you left open on this site."
    ),
    "Klavyede Shift tuşuna üç kez basmak da aynı işi yapar.": (
        "Pressing the Shift key three times does the same."
    ),
    "Tarayıcı geçmişini silmez; kimseye haber de vermez.": (
        "It does not erase the browser's history, and it does not alert anybody."
    ),
    "Daha az iz bırakmak için": "To leave fewer traces",
    "Tarayıcınızda gizli sekme ya da gizli pencere açın; işiniz bitince kapatın.": (
        "Open a private tab or window in your browser, and close it when you are done."
    ),
    "Kütüphane gibi bir yerdeki bilgisayarı ya da güvendiğiniz birinin telefonunu "
    "kullanın.": (
        "Use a computer in a place such as a library, or the phone of somebody you "
        "trust."
    ),
    "Geçmişin tamamını silmek dikkat çekebilir. Yalnızca bu siteye ait kayıtları "
    "silmeyi düşünün.": (
        "Deleting the whole history may attract attention. Consider deleting only "
        "what belongs to this site."
    ),
    "Formda size ulaşmamız için güvenli bulduğunuz yolu ve saati seçin. Dilerseniz "
    "biz aramayız, siz ararsınız.": (
        "In the form, choose the way and the time that are safe for us to reach you. "
        "If you prefer, we do not call; you call us."
    ),
    "Geçmişten tek bir siteyi silmek": "Deleting one site from the history",
    "Chrome": "Chrome",
    "Menüden Geçmiş'i açın, sitenin adını arayın, çıkan satırları işaretleyip silin.": (
        "Open History from the menu, search for the site's name, mark the lines "
        "found and delete them."
    ),
    "Safari": "Safari",
    "Yer imleri düğmesine, sonra saat işaretine dokunun; silmek istediğiniz satırı "
    "sola kaydırın.": (
        "Tap the bookmarks button, then the clock; swipe the line you want to delete "
        "to the left."
    ),
    "Firefox": "Firefox",
    "Menüden Geçmiş'i açın, siteyi bulun ve bu siteyi unutma seçeneğini kullanın.": (
        "Open History from the menu, find the site, and use the choice to forget "
        "this site."
    ),
    "Yardım hatları": "Help lines",
    # --- notices ---
    "Aydınlatma metinleri": "Privacy notices",
    "aydinlatma-metinleri": "privacy-notices",
    "Hangi bilgilerinizi, neden ve ne kadar süreyle işlediğimizi burada "
    "bulabilirsiniz.": (
        "Here you find which of your data we process, why, and for how long."
    ),
    "Veri sorumlusu: İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri Dairesi "
    "Başkanlığı, Kadın Çalışmaları Şube Müdürlüğü.": (
        "Data controller: İzmir Metropolitan Municipality, Department of Women and "
        "Family Services, Women's Studies Branch Directorate."
    ),
    "Yürürlükteki metinler": "Notices in force",
    "Haklarınız": "Your rights",
    "6698 sayılı Kanun'un 11. maddesine göre şunları isteyebilirsiniz:": (
        "Under article 11 of Law No. 6698 you can ask for the following:"
    ),
    "Bilgilerinizin işlenip işlenmediğini, işleniyorsa neden işlendiğini öğrenmek": (
        "To learn whether your data is processed, and if so why"
    ),
    "Kimlere aktarıldığını öğrenmek": "To learn to whom it is transferred",
    "Yanlış ya da eksik bilgilerin düzeltilmesini istemek": (
        "To have wrong or incomplete data corrected"
    ),
    "Bilgilerinizin silinmesini istemek": "To have your data erased",
    "Verdiğiniz bir açık rızayı geri almak": (
        "To withdraw an explicit consent you have given"
    ),
    "Başvurunuza en geç 30 gün içinde, ücretsiz yanıt verilir.": (
        "Your request is answered within 30 days at the latest, free of charge."
    ),
    "KVKK başvurusu nasıl yapılır?": "How do you make a data request?",
    "En kolay yol, sayfanın altındaki “Verilerime ulaşmak istiyorum” bağlantısıdır: "
    "verilerinizi görür, düzeltir, indirir, talepte bulunursunuz.": (
        "The easiest way is the link “I want to reach my details” at the foot of the "
        "page: you see, correct and download your data, and make requests."
    ),
    "Şu yollardan da başvurabilirsiniz:": "You can also apply in these ways:",
    "Islak imzalı yazıyla": "By a signed letter",
    "Kayıtlı elektronik posta (KEP) adresinizden": (
        "From your registered electronic mail (KEP) address"
    ),
    "Güvenli elektronik imza veya mobil imzayla": (
        "By secure electronic or mobile signature"
    ),
    "Bize daha önce bildirdiğiniz e-posta adresinden": (
        "From the e-mail address you gave us before"
    ),
    "Yazıyla yapılan başvuruda adınız, T.C. kimlik numaranız (yabancıysanız uyruğunuz "
    "ve pasaport numaranız), adresiniz, varsa e-posta adresiniz ve telefonunuz ile "
    "talebiniz yer almalıdır. Numarayı yalnızca yazılı başvuruda kanun istiyor; bu "
    "sitede sorulmaz.": (
        "A letter has to hold your name, your Turkish identity number (or your "
        "nationality and passport number), your address, your e-mail address and phone "
        "if you have them, and what you ask for. The law wants the number in letters "
        "only; this site never asks for it."
    ),
    "Bilgilerin saklanma süreleri": "How long data is kept",
    "Bilgi": "Data",
    "Ne kadar saklanır?": "How long is it kept?",
    "Sonra ne olur?": "What happens then?",
    "Tamamlanmamış başvuru": "Unfinished application",
    "30 gün": "30 days",
    "Silinir": "It is deleted",
    "Kabul edilmeyen gönüllü başvurusu": "Volunteer application that was not accepted",
    "Karardan sonra 6 ay": "6 months after the decision",
    "Kimlikle bağı kesilir": "It is cut off from the identity",
    "Gönüllü dosyası": "Volunteer's file",
    "Ayrıldıktan sonra 2 yıl": "2 years after leaving",
    "Gezi kaydındaki iletişim bilgileri": "Contact data of a trip registration",
    "Geziden sonra 90 gün": "90 days after the trip",
    # --- cookies ---
    "Çerez politikası": "Cookie policy",
    "cerez-politikasi": "cookie-policy",
    "Bu site yalnızca çalışması için zorunlu olan çerezleri kullanır. Sizi "
    "izlemeyiz; bu yüzden onay da istemeyiz.": (
        "This site uses only the cookies it needs to work. We do not track you, so "
        "we do not ask for consent either."
    ),
    "Kullandığımız çerezler": "Cookies we use",
    "Ad": "Name",
    "Ne işe yarar?": "What is it for?",
    "Ne kadar kalır?": "How long does it stay?",
    "sessionid": "sessionid",
    "Doldurduğunuz formun adımlarını bir arada tutar.": (
        "Keeps the steps of the form you fill in together."
    ),
    "En çok 2 hafta": "At most 2 weeks",
    "csrftoken": "csrftoken",
    "Formu sizin gönderdiğinizi doğrular.": (
        "Confirms that it was you who sent the form."
    ),
    "1 yıl": "1 year",
    "messages": "messages",
    "Bir işlemin sonucunu sonraki sayfada gösterir.": (
        "Shows the result of an action on the next page."
    ),
    "Gösterilene kadar": "Until it has been shown",
    "Sayfalarımızda başka sitelerden gelen yazı tipi, harita, video, sayaç ya da "
    "reklam yoktur. Çerezleri tarayıcınızın ayarlarından silebilirsiniz; o zaman "
    "yarım kalan formunuz da silinir.": (
        "Our pages hold no fonts, maps, videos, counters or advertising from other "
        "sites. You can delete cookies in your browser's settings; an unfinished "
        "form is then deleted as well."
    ),
    # --- accessibility ---
    "Erişilebilirlik beyanı": "Accessibility statement",
    "erisilebilirlik": "accessibility",
    "Bu siteyi herkesin kullanabilmesini istiyoruz. Hedefimiz WCAG 2.2 "
    "ölçütlerinin AA düzeyidir.": (
        "We want everybody to be able to use this site. Our aim is level AA of WCAG "
        "2.2."
    ),
    "Neler yaptık?": "What have we done?",
    "Bütün sayfalar yalnızca klavyeyle kullanılabilir; odak her zaman görünür.": (
        "All pages can be used with the keyboard alone; the focus is always visible."
    ),
    "Formlar ekran okuyucuyla doldurulabilir; hatalar yazıyla anlatılır.": (
        "Forms can be filled in with a screen reader; errors are explained in words."
    ),
    "Metinler yüzde 400 büyütüldüğünde ve 320 piksel genişlikte okunabilir.": (
        "Text can be read at 400 percent and at a width of 320 pixels."
    ),
    "Hiçbir bilgi yalnızca renkle verilmez; kendiliğinden hareket eden bir şey "
    "yoktur.": "Nothing is told by color alone; nothing moves by itself.",
    "Başvuru ve kayıt JavaScript olmadan da çalışır.": (
        "Application and registration work without JavaScript."
    ),
    "Bilinen eksikler": "Known shortcomings",
    "Siteyi henüz bağımsız bir kuruluş denetlemedi. İşaret dili videoları hazır "
    "değil.": (
        "The site has not been audited by an independent body yet. There are no sign "
        "language videos yet."
    ),
    "Bir engelle karşılaştınız mı?": "Did you meet an obstacle?",
    "Bize yazın; hangi sayfada ne olduğunu anlatmanız yeterli.": (
        "Write to us; it is enough to say what happened on which page."
    ),
    "İletişim sayfasını aç": "Open the contact page",
    # --- contact ---
    "İletişim": "Contact",
    "iletisim": "contact",
    "Programlar, kayıtlar ve gönüllülük hakkında sorularınız için.": (
        "For your questions about programs, registrations and volunteering."
    ),
    "Kadın Çalışmaları Şube Müdürlüğü": "Women's Studies Branch Directorate",
    "İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri Dairesi Başkanlığı": (
        "İzmir Metropolitan Municipality, Department of Women and Family Services"
    ),
    "İnternet kullanamıyorsanız": "If you cannot use the internet",
    "Gezilere mahallenizin muhtarlığı aracılığıyla da kaydolabilirsiniz. Kayıt "
    "için adınız, doğum tarihiniz ve ilçeniz yeterlidir.": (
        "You can also register for trips through the muhtar's office of your "
        "neighborhood. Your name, date of birth and district are enough."
    ),
    "Yazarken": "When you write",
    "Lütfen iletinize sağlık, inanç, siyasi görüş veya özel hayata ilişkin bilgi "
    "yazmayın. Acil durumda e-posta göndermeyin; 112'yi arayın.": (
        "Please do not write about health, faith, political views or private life in "
        "your message. In an emergency do not send e-mail; call 112."
    ),
}
