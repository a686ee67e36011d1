"""Demo content: how a trip was, and a program that is prepared by a team of its own."""

from datetime import timedelta

from django.contrib.auth import get_user_model

from language.translated import Translated
from programs.domain.feedback import give_feedback
from programs.enums import ActivityKind, Duty, FeltSafe, RegistrationState
from programs.models import Activity, Occurrence, Program, ProgramTeamMember

#: What was said: stars, felt safe, words.
ANSWERS = (
    (5, FeltSafe.YES, "Kızım ilk kez vapura bindi. Çok teşekkür ederim."),
    (4, FeltSafe.YES, ""),
    (5, FeltSafe.YES, "İkram ve müzik çok güzeldi, gölgede yer azdı."),
    (3, FeltSafe.UNSAID, "Otobüs durağa yirmi dakika geç geldi."),
    (5, FeltSafe.YES, ""),
    (2, FeltSafe.NO, "İskelede beklerken rahatsız edildik, görevli yoktu."),
    (4, FeltSafe.YES, "Bir dahaki sefere komşumla geleceğim."),
)
#: Demo accounts (`people.demo`) -> what they are there for.
TEAM = {"gezi": Duty.MANAGER, "muhtar": Duty.DESK, "iletisim": Duty.READER}


def make_answers(past: Occurrence) -> None:
    """All had their places in time; seven of those who came say how it was."""
    past.registrations.update(seated_at=past.starts_at - timedelta(days=10))
    came = past.registrations.filter(state=RegistrationState.ATTENDED).order_by("pk")
    for registration, (rating, felt_safe, words) in zip(came, ANSWERS, strict=False):
        give_feedback(registration, rating=rating, felt_safe=felt_safe, words=words)


def make_team_program() -> None:
    """City walks, not public yet: seen by its team, managers and the privacy role."""
    program = Program.objects.create(
        slug="kent-yuruyusleri",
        name=Translated(tr="Kent Yürüyüşleri", en="City Walks"),
        summary=Translated(
            tr="Mahallelerimizin kadın tarihini birlikte yürüyerek öğreniyoruz.",
            en="Walking together through the women's history of our neighborhoods.",
        ),
        is_active=False,
        sort=1,
    )
    Activity.objects.create(
        program=program,
        kind=ActivityKind.CULTURE_TOUR,
        name=Translated(tr="Basmane yürüyüşü", en="Basmane walk"),
    )
    users = get_user_model().objects.in_bulk(TEAM, field_name="username")
    for place, (username, user) in enumerate(sorted(users.items())):
        ProgramTeamMember.objects.create(
            program=program, user=user, duty=TEAM[username], sort_order=place
        )
