"""What of a person's messages would be said twice when her records are merged."""

from django.db.models import Exists, OuterRef

from messaging.models import BrokenRoute
from people.models import Person


def join_broken_routes(kept: Person, merged: Person) -> None:
    """The same address is noted as broken once."""
    ours = BrokenRoute.objects.filter(
        person=kept, route=OuterRef("route"), address_hash=OuterRef("address_hash")
    )
    BrokenRoute.objects.filter(Exists(ours), person=merged).delete()
