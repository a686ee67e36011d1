"""Demo accounts of staff, one a role. Fictional; only `make run` makes them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from people.domain.defaults import install_defaults
from people.roles import StaffRole

PASSWORD = "izmir-demo-2026"  # noqa: S105  (printed by `make run`, for the demo only)

#: username -> (role, given name, family name)
ACCOUNTS: dict[str, tuple[StaffRole, str, str]] = {
    "yonetici": (StaffRole.MANAGER, "Işıl", "Çağlayan"),
    "basvuru": (StaffRole.APPLICATIONS, "Gülşah", "Yıldız"),
    "mulakat": (StaffRole.INTERVIEWER, "Ümran", "Âkif"),
    "mulakat2": (StaffRole.INTERVIEWER, "Nesrin", "Kılıç"),
    "egitim": (StaffRole.TRAINING, "Öznur", "Şahin"),
    "gezi": (StaffRole.TRIPS, "Zeynep", "Ilgın"),
    "rehber": (StaffRole.GUIDE, "Ceren", "Poyraz"),
    "iletisim": (StaffRole.COMMUNICATIONS, "İpek", "Öztürk"),
    "muhtar": (StaffRole.MUHTAR, "Sevgi", "Uğurlu"),
    "kvkk": (StaffRole.PRIVACY, "Şule", "Güneş"),
}


def build_demo() -> None:
    """The defaults and the accounts; what is there already is left alone."""
    install_defaults()
    users = get_user_model()
    for username, (role, given, family) in ACCOUNTS.items():
        user, made = users.objects.get_or_create(
            username=username,
            defaults={
                "first_name": given,
                "last_name": family,
                "email": f"{username}@example.org",
            },
        )
        if made:
            user.set_password(PASSWORD)
            user.save()
            user.groups.add(Group.objects.get(name=role.value))
            UserProfile.objects.get_or_create(
                user=user, defaults={"preferred_language": "tr"}
            )


def demo_user(username: str):
    return get_user_model().objects.get(username=username)
