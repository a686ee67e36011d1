"""What `rights` holds on somebody, made unrecognizable."""

from collections.abc import Collection

from people.domain.anonymize import clean_log
from rights.models import AddressChange, DataRequest


def erase_requests(persons: Collection[int]) -> dict[str, int]:
    """That something was asked and when it was answered stays, for the controller has
    to prove it; what was written goes."""
    requests = DataRequest.objects.filter(person__in=persons)
    pks = list(requests.values_list("pk", flat=True))
    changes, _kinds = AddressChange.objects.filter(person__in=persons).delete()
    return {
        "rights.datarequest": requests.exclude(wish="", asked_by="", reply="").update(
            wish="", asked_by="", reply=""
        ),
        "rights.addresschange": changes,
        "wagtailcore.modellogentry": clean_log(DataRequest, pks),
    }
