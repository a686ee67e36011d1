"""Whom we hold data on, what they were told, what they agreed to."""

from people.models.access import ApiClient, PrivateLink
from people.models.accountability import AccessRecord
from people.models.breach import Breach, BreachStep
from people.models.consent import ConsentPurpose, ConsentRecord, ConsentText
from people.models.erasure import ErasureRecord, LegalHold
from people.models.identity import DistinctPair, PersonMerge, Protection
from people.models.notice import Notice, NoticeReceipt
from people.models.person import Person, PersonQuerySet
from people.models.recusal import Recusal, not_recused
from people.models.retention import DestructionLog, RetentionRule, RetentionRun

__all__ = [
    "AccessRecord",
    "ApiClient",
    "Breach",
    "BreachStep",
    "ConsentPurpose",
    "ConsentRecord",
    "ConsentText",
    "DestructionLog",
    "DistinctPair",
    "ErasureRecord",
    "LegalHold",
    "Notice",
    "NoticeReceipt",
    "Person",
    "PersonMerge",
    "PersonQuerySet",
    "PrivateLink",
    "Protection",
    "Recusal",
    "RetentionRule",
    "RetentionRun",
    "not_recused",
]
