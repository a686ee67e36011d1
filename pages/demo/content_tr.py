"""The demo site's own words. Facts and figures: the municipality's public reports."""

from dataclasses import dataclass, field
from typing import Any

from pages.enums import Illustration

Body = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """One page to be made: its type, its place, its words."""

    key: str
    model: str
    title: str
    fields: dict[str, Any] = field(default_factory=dict)
    body: Body = field(default_factory=list)


SITE_NAME = "Eşit İzmir"
ORGANIZATION = {
    "tr": "İzmir Büyükşehir Belediyesi",
    "en": "İzmir Metropolitan Municipality",
}

#: Numbers of the whole country. Local lines are entered once staff have checked them.
EMERGENCY_LINES: list[dict[str, Any]] = [
    {
        "name": {"tr": "Acil Çağrı Merkezi", "en": "Emergency call center"},
        "footer_label": {"tr": "Acil durumda", "en": "In an emergency"},
        "number": "112",
        "note": {
            "tr": "Tehlikedeyseniz hemen arayın. Polis, jandarma ve ambulans gelir.",
            "en": "Call at once if you are in danger. For police, gendarmerie and "
            "ambulance.",
        },
        "shown_in_footer": True,
    },
    {
        "name": {"tr": "ALO 183 Sosyal Destek Hattı", "en": "183 Social support line"},
        "footer_label": {"tr": "Sosyal destek", "en": "Social support"},
        "number": "183",
        "note": {
            "tr": "Haklarınız ve başvurabileceğiniz yerler hakkında bilgi verir.",
            "en": "Tells you about your rights and where you can turn to.",
        },
        "shown_in_footer": True,
    },
    {
        "name": {"tr": "KADES uygulaması", "en": "KADES app"},
        "footer_label": {"tr": "KADES", "en": "KADES"},
        "number": "",
        "note": {
            "tr": "Telefonunuza indirirseniz tek dokunuşla, konumunuzla birlikte "
            "112'ye ulaşır.",
            "en": "Once it is on your phone, one tap reaches 112 with your location.",
        },
        "shown_in_footer": True,
    },
]

_HOME = PageWords(
    key="home",
    model="HomePage",
    title="Kadınlar için programlar, eşitlik için gönüllülük",
    fields={
        "slug": "ana-sayfa",
        "seo_title": "Ana sayfa",
        "search_description": "Ücretsiz geziler ve gönüllülük çağrıları.",
        "intro": "Ücretsiz gezilere kaydolun ya da gönüllü olarak eşitlik "
        "çalışmalarına katılın. Üye olmanız gerekmez.",
        "illustration": Illustration.BAY,
    },
    body=[
        (
            "steps",
            {
                "heading": "Nasıl kaydolurum?",
                "steps": [
                    {
                        "title": "Tarihinizi seçin",
                        "text": "Yer varsa kaydınız hemen kesinleşir. Doluysa yedek "
                        "listeye yazılabilirsiniz.",
                        "duration": "",
                    },
                    {
                        "title": "Size nasıl ulaşacağımızı söyleyin",
                        "text": "Yalnızca seçtiğiniz yolla ulaşırız. Dilerseniz siz "
                        "bizi ararsınız.",
                        "duration": "Yaklaşık 5 dakika",
                    },
                    {
                        "title": "Kayıt numaranızı saklayın",
                        "text": "Kaydınızı size verdiğimiz bağlantıdan görür, "
                        "gelemeyecekseniz oradan iptal edersiniz.",
                        "duration": "",
                    },
                ],
            },
        ),
        (
            "call_to_action",
            {
                "heading": "Bu siteyi güvenle kullanın",
                "text": "Cihazınızı başkaları da kullanıyorsa önce bu sayfayı okuyun.",
                "page": "safety",
                "label": "Güvenli kullanım sayfasını aç",
            },
        ),
    ],
)

_COURSES = PageWords(
    key="courses",
    model="ProgramPage",
    title="Meslek Fabrikası kursları",
    fields={
        "slug": "meslek-fabrikasi-kurslari",
        "search_description": "Ücretsiz meslek kursları.",
        "show_in_menus": False,
        "illustration": Illustration.CULTURE,
        "card_summary": "Ücretsiz meslek kursları, yakınınızdaki kurs merkezlerinde.",
        "intro": "Bir meslek öğrenin ya da bildiğinizi geliştirin: kurslar ücretsizdir "
        "ve yakınınızdaki kurs merkezlerinde yapılır.",
        "audience": "İzmir'de yaşayan, 18 yaşını doldurmuş kadınlar.",
        "cost": "Ücretsiz",
        "needed": "Adınız, doğum tarihiniz, ilçeniz ve size güvenle ulaşabileceğimiz "
        "bir yol. T.C. kimlik numarası istemiyoruz.",
    },
    body=[
        ("heading", "Devam ve katılım belgesi"),
        (
            "text",
            "<p>Ders saatlerinin en az yüzde 80'ine katılanlara katılım belgesi "
            "verilir. Belgedeki kodla belgenin doğruluğunu herkes sınayabilir; "
            "sınama sayfası ad göstermez.</p>",
        ),
    ],
)

_BREAK = PageWords(
    key="break",
    model="ProgramPage",
    title="Kadınlar için Bir Mola",
    fields={
        "slug": "kadinlar-icin-bir-mola",
        "search_description": "Ücretsiz körfez turları, kültür turları ve deniz "
        "gezileri.",
        "show_in_menus": True,
        "illustration": Illustration.BAY,
        "card_summary": "Ücretsiz körfez turları, kültür turları ve deniz gezileri.",
        "intro": "Gündelik işlere bir gün ara verin: vapurla körfezi gezin, kentin "
        "tarihini rehberden dinleyin, denize girin.",
        "audience": "İzmir'de yaşayan, 18 yaşını doldurmuş kadınlar. Bazı gezilere "
        "çocuğunuzla gelebilirsiniz.",
        "cost": "Ücretsiz",
        "needed": "Adınız, doğum tarihiniz, ilçeniz ve size güvenle ulaşabileceğimiz "
        "bir yol. T.C. kimlik numarası istemiyoruz.",
    },
    body=[
        ("heading", "Üç tür gezi"),
        (
            "text",
            "<ul>"
            "<li>Körfez turu: Vapurla, rehber eşliğinde yaklaşık iki saat.</li>"
            "<li>Kültür turu: Kemeraltı, Saat Kulesi ve müzeler gibi durakları olan, "
            "rehberli bir gün.</li>"
            "<li>Deniz gezisi: Otobüsle kumsala gidiş dönüş ve denizde bir gün.</li>"
            "</ul>",
        ),
        (
            "numbers",
            {
                "heading": "Bugüne kadar",
                "numbers": [
                    {"value": "2.500", "label": "kadın körfez turuna katıldı"},
                    {"value": "495", "label": "kadın kültür turlarına katıldı"},
                    {"value": "632", "label": "kadın deniz gezilerine katıldı"},
                ],
                "source": "İzmir Büyükşehir Belediyesi'nin iki yıllık çalışmalarına "
                "ilişkin açıklaması (Beyaz Haber Ajansı)",
            },
        ),
        (
            "questions",
            {
                "heading": "Sık sorulanlar",
                "questions": [
                    {
                        "question": "E-posta adresim yok. Kaydolabilir miyim?",
                        "answer": "<p>Evet. Formda telefonla aranmayı ya da bizi "
                        "kendiniz aramayı seçebilirsiniz. Muhtarlığınız da sizin "
                        "adınıza "
                        "kayıt yaptırabilir.</p>",
                    },
                    {
                        "question": "Çocuğumla gelebilir miyim?",
                        "answer": "<p>Çocukların katılabileceği gezilerde formda çocuk "
                        "ekleyebilirsiniz. Çocuğunuzun yalnızca adını ve doğum yılını "
                        "sorarız. Her çocuk bir yer kaplar.</p>",
                    },
                    {
                        "question": "Gezi dolduysa ne olur?",
                        "answer": "<p>Yedek listeye yazılırsınız. Yer açılırsa "
                        "sıradaki "
                        "kişiye bir son saatle birlikte teklif edilir. O saate kadar "
                        "yanıt vermezseniz yer bir sonraki kişiye geçer.</p>",
                    },
                    {
                        "question": "Gelemeyecek olursam ne yapmalıyım?",
                        "answer": "<p>Kayıt bağlantınızdan iptal edin; yerinizi "
                        "bekleyen birine verelim.</p>",
                    },
                    {
                        "question": "Hava kötü olursa gezi iptal edilir mi?",
                        "answer": "<p>Edilebilir. Bu durumda seçtiğiniz iletişim "
                        "yoluyla haber veririz.</p>",
                    },
                ],
            },
        ),
    ],
)

_VOLUNTEERING = PageWords(
    key="volunteering",
    model="VolunteeringPage",
    title="Eşit İzmir Gönüllü Projesi",
    fields={
        "slug": "esit-izmir-gonullu-projesi",
        "search_description": "Gönüllülük alanları, başvuru adımları ve açık çağrılar.",
        "show_in_menus": True,
        "illustration": Illustration.VOLUNTEERS,
        "card_summary": "Çeviriden atölyeye, saha çalışmasından sosyal medyaya: "
        "zamanınızla ve becerinizle katılın.",
        "intro": "Toplumsal cinsiyet eşitliği çalışmalarına gönüllü olarak katılın. "
        "Proje 18 yaşını doldurmuş her yurttaşa açıktır.",
    },
    body=[
        ("heading", "Gönüllüler ne yapar?"),
        (
            "text",
            "<ul>"
            "<li>Çeviri: Duyuruları, broşürleri ve eğitim metinlerini başka dillere "
            "çevirir.</li>"
            "<li>Atölye çalışmaları: Mahallelerdeki atölyelerin hazırlığında ve "
            "yürütülmesinde görev alır.</li>"
            "<li>Saha çalışması: Etkinliklerde karşılama yapar, katılımcılara yol "
            "gösterir.</li>"
            "<li>Sosyal medya: Duyuru metinleri ve görseller hazırlar.</li>"
            "<li>Proje ve kampanya yönetimi: Yeni çalışmaların tasarlanmasına ve "
            "yürütülmesine destek olur.</li>"
            "</ul>",
        ),
        (
            "steps",
            {
                "heading": "Dört adımda gönüllü olun",
                "steps": [
                    {
                        "title": "Başvuru",
                        "text": "Formu doldurun. Yarım bırakırsanız aynı cihazda "
                        "kaldığınız yerden sürdürebilirsiniz.",
                        "duration": "Yaklaşık 10 dakika",
                    },
                    {
                        "title": "Görüşme",
                        "text": "Başvurunuza 7 iş günü içinde yanıt veririz. Görüşme "
                        "saatini size uygun olanlardan seçersiniz.",
                        "duration": "30 dakika",
                    },
                    {
                        "title": "Eğitim",
                        "text": "Oryantasyona ve toplumsal cinsiyet eşitliği temel "
                        "eğitimine katılırsınız.",
                        "duration": "Birkaç oturum",
                    },
                    {
                        "title": "Görev",
                        "text": "Eğitimi tamamlayınca alanınıza ve zamanınıza uyan bir "
                        "görev alırsınız.",
                        "duration": "Haftada 1–2 saatten başlar",
                    },
                ],
            },
        ),
        (
            "questions",
            {
                "heading": "Sık sorulanlar",
                "questions": [
                    {
                        "question": "Yalnızca kadınlar mı başvurabilir?",
                        "answer": "<p>Hayır. 18 yaşını doldurmuş herkes "
                        "başvurabilir.</p>",
                    },
                    {
                        "question": "Deneyimim olması gerekir mi?",
                        "answer": "<p>Hayır. Gereken eğitimi biz veriyoruz. Çeviri "
                        "için "
                        "dil bilginizi sorarız.</p>",
                    },
                    {
                        "question": "Gönüllülük için ücret ödenir mi?",
                        "answer": "<p>Hayır. Gönüllülük, maddi karşılık beklemeden "
                        "yapılan bir katkıdır.</p>",
                    },
                    {
                        "question": "Başvurum kabul edilmezse bilgilerim ne olur?",
                        "answer": "<p>Karardan 6 ay sonra kimliğinizle bağı kesilir; "
                        "yalnızca sayım için kullanılan bilgiler kalır.</p>",
                    },
                ],
            },
        ),
    ],
)

_COUNSELING = PageWords(
    key="counseling",
    model="ContentPage",
    title="Kadın Danışma Merkezi",
    fields={
        "slug": "danisma",
        "show_in_menus": True,
        "show_in_footer": False,
        "is_sensitive": True,
        "intro": "Ücretsiz hukuki ve psikolojik danışmanlık. Konuştuklarınız gizli "
        "kalır.",
    },
    body=[
        (
            "warning",
            "<p>Bu sayfaya baktığınız, cihazınızın geçmişinde görünebilir. Düğmeyle "
            "çıkmak geçmişi silmez.</p>",
        ),
        ("heading", "Hemen yardım gerekiyorsa"),
        ("emergency", None),
        ("heading", "Merkezde ne bulursunuz?"),
        (
            "text",
            "<ul>"
            "<li>Bir avukatla ve bir psikologla ücretsiz görüşme</li>"
            "<li>Haklarınız ve atabileceğiniz adımlar hakkında bilgi</li>"
            "<li>Çocuğunuz için oyun odası</li>"
            "</ul>"
            "<p>Merkez 10 Mart 2008'den beri hizmet veriyor; baro, emniyet, il sosyal "
            "hizmetler ve il sağlık müdürlükleriyle birlikte çalışıyor.</p>"
            "<p>Kalacak güvenli bir yere ihtiyacınız varsa bunu da merkezle "
            "konuşabilirsiniz. Böyle yerlerin bilgisi hiçbir yerde yayımlanmaz.</p>",
        ),
        ("heading", "Merkeze nasıl ulaşırım?"),
        (
            "text",
            "<p>Merkezin güncel telefonu doğrulandığında burada yer alacak. O zamana "
            "kadar 183'ü arayarak size en yakın merkezi öğrenebilirsiniz.</p>"
            "<p>Bu sitede sizden yaşadıklarınızı anlatmanızı isteyen bir form "
            "yoktur.</p>",
        ),
    ],
)

_SAFETY = PageWords(
    key="safety",
    model="ContentPage",
    title="Güvenli kullanım",
    fields={
        "slug": "guvenli-kullanim",
        "show_in_footer": True,
        "is_sensitive": True,
        "intro": "Cihazınıza başkaları da bakabiliyorsa bu sayfadaki adımlar size "
        "yardımcı olur.",
    },
    body=[
        (
            "warning",
            "<p>Bu sayfaya baktığınız, cihazınızın geçmişinde görünebilir. “Bu "
            "sayfadan "
            "hemen çık” düğmesi geçmişi silmez. Gizli sekme kullanabilir veya "
            "güvendiğiniz birinin cihazından girebilirsiniz. Tehlikedeyseniz 112'yi "
            "arayın.</p>",
        ),
        ("heading", "Çıkış düğmesi ne yapar?"),
        (
            "text",
            "<ul>"
            "<li>Sayfayı hemen boşaltır ve hava durumu sayfasını açar.</li>"
            "<li>Bu sitede açık kalan formlarınızı kapatır.</li>"
            "<li>Klavyede Shift tuşuna üç kez basmak da aynı işi yapar.</li>"
            "<li>Tarayıcı geçmişini silmez; kimseye haber de vermez.</li>"
            "</ul>",
        ),
        ("heading", "Daha az iz bırakmak için"),
        (
            "text",
            "<ul>"
            "<li>Tarayıcınızda gizli sekme ya da gizli pencere açın; işiniz bitince "
            "kapatın.</li>"
            "<li>Kütüphane gibi bir yerdeki bilgisayarı ya da güvendiğiniz birinin "
            "telefonunu kullanın.</li>"
            "<li>Geçmişin tamamını silmek dikkat çekebilir. Yalnızca bu siteye ait "
            "kayıtları silmeyi düşünün.</li>"
            "<li>Formda size ulaşmamız için güvenli bulduğunuz yolu ve saati seçin. "
            "Dilerseniz biz aramayız, siz ararsınız.</li>"
            "</ul>",
        ),
        ("heading", "Geçmişten tek bir siteyi silmek"),
        (
            "questions",
            {
                "heading": "",
                "questions": [
                    {
                        "question": "Chrome",
                        "answer": "<p>Menüden Geçmiş'i açın, sitenin adını arayın, "
                        "çıkan satırları işaretleyip silin.</p>",
                    },
                    {
                        "question": "Safari",
                        "answer": "<p>Yer imleri düğmesine, sonra saat işaretine "
                        "dokunun; "
                        "silmek istediğiniz satırı sola kaydırın.</p>",
                    },
                    {
                        "question": "Firefox",
                        "answer": "<p>Menüden Geçmiş'i açın, siteyi bulun ve bu siteyi "
                        "unutma seçeneğini kullanın.</p>",
                    },
                ],
            },
        ),
        ("heading", "Yardım hatları"),
        ("emergency", None),
    ],
)

_NOTICES = PageWords(
    key="notices",
    model="ContentPage",
    title="Aydınlatma metinleri",
    fields={
        "slug": "aydinlatma-metinleri",
        "show_in_footer": True,
        "intro": "Hangi bilgilerinizi, neden ve ne kadar süreyle işlediğimizi burada "
        "bulabilirsiniz.",
    },
    body=[
        (
            "text",
            "<p>Veri sorumlusu: İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri "
            "Dairesi Başkanlığı, Kadın Çalışmaları Şube Müdürlüğü.</p>",
        ),
        ("heading", "Yürürlükteki metinler"),
        ("notices", None),
        ("heading", "Haklarınız"),
        (
            "text",
            "<p>6698 sayılı Kanun'un 11. maddesine göre şunları isteyebilirsiniz:</p>"
            "<ul>"
            "<li>Bilgilerinizin işlenip işlenmediğini, işleniyorsa neden işlendiğini "
            "öğrenmek</li>"
            "<li>Kimlere aktarıldığını öğrenmek</li>"
            "<li>Yanlış ya da eksik bilgilerin düzeltilmesini istemek</li>"
            "<li>Bilgilerinizin silinmesini istemek</li>"
            "<li>Verdiğiniz bir açık rızayı geri almak</li>"
            "</ul>"
            "<p>Başvurunuza en geç 30 gün içinde, ücretsiz yanıt verilir.</p>",
        ),
        ("heading", "KVKK başvurusu nasıl yapılır?"),
        (
            "text",
            "<p>En kolay yol, sayfanın altındaki “Verilerime ulaşmak istiyorum” "
            "bağlantısıdır: verilerinizi görür, düzeltir, indirir, talepte "
            "bulunursunuz.</p>"
            "<p>Şu yollardan da başvurabilirsiniz:</p>"
            "<ul>"
            "<li>Islak imzalı yazıyla</li>"
            "<li>Kayıtlı elektronik posta (KEP) adresinizden</li>"
            "<li>Güvenli elektronik imza veya mobil imzayla</li>"
            "<li>Bize daha önce bildirdiğiniz e-posta adresinden</li>"
            "</ul>"
            "<p>Yazıyla yapılan başvuruda adınız, T.C. kimlik numaranız (yabancıysanız "
            "uyruğunuz ve pasaport numaranız), adresiniz, varsa e-posta adresiniz ve "
            "telefonunuz ile talebiniz yer almalıdır. Numarayı yalnızca yazılı "
            "başvuruda kanun istiyor; bu sitede sorulmaz.</p>",
        ),
        (
            "table",
            {
                "caption": "Bilgilerin saklanma süreleri",
                "header": ["Bilgi", "Ne kadar saklanır?", "Sonra ne olur?"],
                "rows": [
                    [
                        "Tamamlanmamış başvuru",
                        "30 gün",
                        "Silinir",
                    ],
                    [
                        "Kabul edilmeyen gönüllü başvurusu",
                        "Karardan sonra 6 ay",
                        "Kimlikle bağı kesilir",
                    ],
                    [
                        "Gönüllü dosyası",
                        "Ayrıldıktan sonra 2 yıl",
                        "Kimlikle bağı kesilir",
                    ],
                    [
                        "Gezi kaydındaki iletişim bilgileri",
                        "Geziden sonra 90 gün",
                        "Kimlikle bağı kesilir",
                    ],
                ],
            },
        ),
    ],
)

_COOKIES = PageWords(
    key="cookies",
    model="ContentPage",
    title="Çerez politikası",
    fields={
        "slug": "cerez-politikasi",
        "show_in_footer": True,
        "intro": "Bu site yalnızca çalışması için zorunlu olan çerezleri kullanır. "
        "Sizi izlemeyiz; bu yüzden onay da istemeyiz.",
    },
    body=[
        (
            "table",
            {
                "caption": "Kullandığımız çerezler",
                "header": ["Ad", "Ne işe yarar?", "Ne kadar kalır?"],
                "rows": [
                    [
                        "sessionid",
                        "Doldurduğunuz formun adımlarını bir arada tutar.",
                        "En çok 2 hafta",
                    ],
                    [
                        "csrftoken",
                        "Formu sizin gönderdiğinizi doğrular.",
                        "1 yıl",
                    ],
                    [
                        "messages",
                        "Bir işlemin sonucunu sonraki sayfada gösterir.",
                        "Gösterilene kadar",
                    ],
                ],
            },
        ),
        (
            "text",
            "<p>Sayfalarımızda başka sitelerden gelen yazı tipi, harita, video, sayaç "
            "ya da reklam yoktur. Çerezleri tarayıcınızın ayarlarından silebilirsiniz; "
            "o zaman yarım kalan formunuz da silinir.</p>",
        ),
    ],
)

_ACCESSIBILITY = PageWords(
    key="accessibility",
    model="ContentPage",
    title="Erişilebilirlik beyanı",
    fields={
        "slug": "erisilebilirlik",
        "show_in_footer": True,
        "intro": "Bu siteyi herkesin kullanabilmesini istiyoruz. Hedefimiz WCAG 2.2 "
        "ölçütlerinin AA düzeyidir.",
    },
    body=[
        ("heading", "Neler yaptık?"),
        (
            "text",
            "<ul>"
            "<li>Bütün sayfalar yalnızca klavyeyle kullanılabilir; odak her zaman "
            "görünür.</li>"
            "<li>Formlar ekran okuyucuyla doldurulabilir; hatalar yazıyla "
            "anlatılır.</li>"
            "<li>Metinler yüzde 400 büyütüldüğünde ve 320 piksel genişlikte "
            "okunabilir.</li>"
            "<li>Hiçbir bilgi yalnızca renkle verilmez; kendiliğinden hareket eden bir "
            "şey yoktur.</li>"
            "<li>Başvuru ve kayıt JavaScript olmadan da çalışır.</li>"
            "</ul>",
        ),
        ("heading", "Bilinen eksikler"),
        (
            "text",
            "<p>Siteyi henüz bağımsız bir kuruluş denetlemedi. İşaret dili videoları "
            "hazır değil.</p>",
        ),
        (
            "call_to_action",
            {
                "heading": "Bir engelle karşılaştınız mı?",
                "text": "Bize yazın; hangi sayfada ne olduğunu anlatmanız yeterli.",
                "page": "contact",
                "label": "İletişim sayfasını aç",
            },
        ),
    ],
)

_CONTACT = PageWords(
    key="contact",
    model="ContentPage",
    title="İletişim",
    fields={
        "slug": "iletisim",
        "show_in_menus": True,
        "show_in_footer": True,
        "intro": "Programlar, kayıtlar ve gönüllülük hakkında sorularınız için.",
    },
    body=[
        (
            "contact",
            {
                "heading": "Kadın Çalışmaları Şube Müdürlüğü",
                "text": "<p>İzmir Büyükşehir Belediyesi, Kadın ve Aile Hizmetleri "
                "Dairesi "
                "Başkanlığı</p>",
                "email": "bilgi@example.org",
                "with_help_phone": True,
            },
        ),
        ("heading", "İnternet kullanamıyorsanız"),
        (
            "text",
            "<p>Gezilere mahallenizin muhtarlığı aracılığıyla da kaydolabilirsiniz. "
            "Kayıt için adınız, doğum tarihiniz ve ilçeniz yeterlidir.</p>",
        ),
        ("heading", "Yazarken"),
        (
            "text",
            "<p>Lütfen iletinize sağlık, inanç, siyasi görüş veya özel hayata ilişkin "
            "bilgi yazmayın. Acil durumda e-posta göndermeyin; 112'yi arayın.</p>",
        ),
    ],
)

#: Home first; what others point at may stand anywhere.
PAGES = [
    _HOME,
    _BREAK,
    _COURSES,
    _VOLUNTEERING,
    _COUNSELING,
    _SAFETY,
    _NOTICES,
    _COOKIES,
    _ACCESSIBILITY,
    _CONTACT,
]
