"""The agreement that a new installation starts from; staff publish newer versions.

The municipality's legal unit owns the final wording. What no rule settles (insurance,
travel costs) is not promised here: it is told before a role begins.
"""

TEXT_TR = """
1. Dayanak. Bu sözleşme, yukarıda adı yazılı gönüllü ile İzmir Büyükşehir Belediyesi Kadın Çalışmaları Şube Müdürlüğü (aşağıda “Müdürlük”) arasındadır. 5393 sayılı Belediye Kanunu'nun 77. maddesine ve İl Özel İdaresi ve Belediye Hizmetlerine Gönüllü Katılım Yönetmeliği'ne dayanır.

2. Süre. Sözleşme imzalandığı gün başlar, son görevin bitmesiyle ya da gönüllünün ayrılmasıyla sona erer. Her görevin başlangıcı ve varsa bitişi gönüllüye ayrıca bildirilir.

3. Görev. Gönüllü, eğitimini tamamladığı alanda, birlikte kararlaştırılan gün ve saatlerde çalışır. Görev gönüllünün onayı olmadan değiştirilmez. Gelemeyeceğini önceden bildirir. Gönüllülük karşılığında ücret ödenmez; bu sözleşme bir iş sözleşmesi değildir.

4. Gizlilik. Gönüllü, görevi sırasında öğrendiği kişisel bilgileri kimseyle paylaşmaz, başka amaçla kullanmaz, kopyalamaz; izin almadan fotoğraf çekmez, ses ve görüntü kaydetmez. Kimin bir çalışmaya katıldığını ya da başvurduğunu kimseye söylemez. Bu yükümlülük gönüllülük bittikten sonra da sürer.

5. Güvenlik. Gönüllü herkese eşit ve saygılı davranır. Birinin tehlikede olduğunu öğrenirse kendi başına davranmaz; sorumlusuna haber verir, acil durumda 112'yi arar.

6. Yol ve gider desteği. Görev için gereken yol ve benzeri giderlerin hangilerinin nasıl karşılanacağı, görev başlamadan önce gönüllüye yazılı olarak bildirilir. Bildirilmemiş bir gideri gönüllünün üstlenmesi beklenmez.

7. Sigorta. Görev sırasındaki kazalara karşı bir sigorta olup olmadığı ve neyi kapsadığı, görev başlamadan önce gönüllüye yazılı olarak bildirilir.

8. Kişisel veriler. Gönüllünün bilgileri, başvururken kendisine verilen aydınlatma metninde yazıldığı gibi işlenir. Gönüllü, bilgilerini kendi sayfasından görebilir, düzeltilmesini ve silinmesini isteyebilir.

9. Ayrılma. Gönüllü istediği zaman, neden göstermeden ara verebilir ya da ayrılabilir; bunu kendi sayfasından ya da sorumlusuna söyleyerek bildirir. Müdürlük, bu sözleşmeye uyulmaması durumunda nedenini bildirerek görevi sona erdirebilir. Ayrılan gönüllü kendisine verilen kartı ve eşyayı geri verir; isterse görevlerini ve sürelerini gösteren bir referans mektubu alır.
"""
TEXT_EN = """
1. Basis. This agreement is between the volunteer named above and the Women's Studies Branch of İzmir Metropolitan Municipality (below “the Branch”). It rests on article 77 of Municipality Law 5393 and on the regulation on volunteering in the services of provincial administrations and municipalities.

2. Term. The agreement begins on the day it is signed and ends with the last role, or when the volunteer leaves. The volunteer is told of the beginning and, where there is one, the end of each role.

3. Role. The volunteer works in the area for which she completed the training, on the days and hours agreed with her. Her role is not changed without her consent. She tells beforehand when she cannot come. Volunteering is not paid; this is not an employment contract.

4. Confidentiality. The volunteer passes on to nobody what she learns of people in her role, uses it for nothing else and copies nothing; she takes no photograph and makes no recording without permission. She tells nobody who takes part in an activity or asked for help. This holds after her volunteering has ended, too.

5. Safety. The volunteer treats everybody equally and with respect. When she learns that somebody is in danger she does not act on her own; she tells her coordinator and, in an emergency, calls 112.

6. Travel and other costs. Before a role begins the volunteer is told in writing which costs of travel and the like are met, and how. She is not expected to bear a cost that she was not told of.

7. Insurance. Before a role begins the volunteer is told in writing whether there is an insurance against accidents in the role, and what it covers.

8. Personal data. The volunteer's details are processed as the notice says that she was given when she applied. She may see them on her own page, and ask for their correction and erasure.

9. Leaving. The volunteer may pause or leave at any time without giving a reason, on her own page or by telling her coordinator. The Branch may end a role where this agreement is not kept, and gives the reason. A volunteer who leaves returns the card and the things she was given; if she wishes, she receives a letter of reference with her roles and hours.
"""
FIRST_TEXT = {"tr": TEXT_TR.strip(), "en": TEXT_EN.strip()}
