"""Data requests."""

from datetime import timedelta

import factory
from django.utils import timezone

from rights.enums import RequestChannel, RequestKind
from rights.models import DataRequest
from tests.factories.people import PersonFactory


class DataRequestFactory(factory.django.DjangoModelFactory):
    """From her own page, today."""

    class Meta:
        model = DataRequest

    person = factory.SubFactory(PersonFactory)
    kind = RequestKind.INFORMATION
    received_through = RequestChannel.OWN_PAGE
    received_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyAttribute(lambda one: one.received_at + timedelta(days=30))
