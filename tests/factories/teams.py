"""Members of staff whom only a call's team lets in."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from volunteers.enums import Duty
from volunteers.models import Call, CallMember


def join(call: Call, *duties: Duty, username: str = "") -> object:
    """A user who may open the admin and has these duties in the call, nothing else."""
    user = get_user_model().objects.create_user(
        username or f"{duties[0]}-{call.pk}", password="x", first_name="Nermin"
    )
    user.user_permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    for duty in duties:
        CallMember.objects.create(call=call, user=user, duty=duty)
    return user
