"""Requests of data subjects, and addresses that wait to be confirmed."""

from rights.models.address import AddressChange
from rights.models.request import DataRequest, DataRequestQuerySet

__all__ = ["AddressChange", "DataRequest", "DataRequestQuerySet"]
