"""Which questions the law, or decency, forbids a form to ask (domain rule 1.4).

Words are compared folded and by their beginnings, because Turkish hangs its endings on
them; where a beginning is also that of a harmless word ("din", "engel"), the endings
are named one by one.
"""

import re

from language.turkish import fold_tr
from people.enums import Topic

#: What follows "siddet" or "saglik" when the question is about work, not her life.
_WORK = r"(?:egitim|seminer|calis|calistay|atolye|sektor|personel|alan|hizmet|kurum)"

_PATTERNS: dict[Topic, str] = {
    Topic.RELIGION: (
        r"din|dini|dininiz\w*|dinin|dine|dindar\w*|dinsel|mezhe[bp]\w*|inanc\w*"
        r"|ibadet\w*|religio\w*|faith|sect"
    ),
    Topic.ETHNICITY: (
        r"etnik\w*|etnisite\w*|irk|irki|irkiniz\w*|koken\w*|ethnic\w*|race|racial\w*"
    ),
    Topic.POLITICS: (
        r"siyas[ie]\w*|siyaset\w*|politik gorus\w*|oy ver\w*|hangi parti\w*"
        r"|political\w*|politics|did you vote"
    ),
    Topic.MEMBERSHIP: (
        r"derne[kg]\w*|vakif|vakiflar\w*|vakf\w*|sendika\w*|trade unions?|unions?"
        r"|associations?|foundations?"
    ),
    Topic.DRESS: r"kiyafet\w*|basortu\w*|turban\w*|carsaf\w*|headscar\w*|hijab\w*",
    Topic.SEX_LIFE: r"cinsel\w*|sexual\w*|sex life|lgbt\w*|gender identity",
    Topic.HEALTH: (
        rf"sagli[kg](?!(?:\w*\s+)(?:\w+\s+)?{_WORK})\w*|hastali[kg]\w*|hasta|hastasiniz"
        r"|engel|engeli|engeliniz\w*|engelli\w*|hamile\w*|gebe|gebelik\w*|ameliyat\w*"
        r"|ilac\w* kullan\w*|kronik\w*|psikiyatr\w*|alerji\w*"
        r"|health(?! (?:work|care|sec|educ))\w*|illness\w*|diseases?"
        r"|disab\w*|pregnan\w*|medications?|allerg\w*"
    ),
    Topic.CRIMINAL_RECORD: (
        r"adli sicil\w*|sabika\w*|hukum giy\w*|mahkum\w*|tutuklan\w*|criminal\w*"
        r"|convict\w*|police record\w*"
    ),
    Topic.VIOLENCE: (
        rf"siddet(?!\w*\s+(?:\w+\s+){{0,3}}{_WORK})\w*|taciz\w*|tecavuz\w*|istismar\w*"
        r"|violence(?! (?:prevention|training))|violent\w*|abus\w*|assault\w*"
    ),
    Topic.NATIONAL_ID: (
        r"t\.?\s?c\.?\s?(?:kimlik|no|numara)\w*|kimlik (?:no|numara)\w*"
        r"|national id\w*|identity (?:no|number)\w*|id number"
    ),
    Topic.FAMILY: (
        r"medeni h[ae]l\w*|medeni durum\w*|evli m\w*|bekar m\w*|esiniz\w*|kocaniz\w*"
        r"|(?:anne|baba)(?:nizin|niz)? ad\w*|marital\w*|are you married|spouse\w*"
        r"|husband\w*|(?:mother|father)'?s name"
    ),
    Topic.PICTURE: (
        r"vesikali[kg]\w*|fotografiniz\w*|kimlik fotokopi\w*|nufus cuzdan\w*"
        r"|photo of you\w*|your photo\w*|copy of your id\w*"
    ),
    Topic.FULL_ADDRESS: (
        r"acik adres\w*|ev adres\w*|ikamet adres\w*|home address|full address"
    ),
}
_COMPILED = {
    topic: re.compile(rf"\b(?:{pattern})(?!\w)") for topic, pattern in _PATTERNS.items()
}


def forbidden_topics(label: str) -> list[Topic]:
    """What `label` asks and should not; empty for a question that may stand."""
    folded = fold_tr(label)
    return [topic for topic, found in _COMPILED.items() if found.search(folded)]
