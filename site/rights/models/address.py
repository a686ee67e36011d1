"""A new address that has to answer before it takes the place of the old one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.sealing import seal, unseal
from rights.enums import AddressKind


class AddressChange(models.Model):
    """What she wants to be reached by; sealed, and gone once it is confirmed."""

    person = models.ForeignKey(
        "people.Person",
        models.CASCADE,
        related_name="address_changes",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("what changes"), max_length=5, choices=AddressKind)
    sealed_value = models.TextField(editable=False)
    #: Her contact choice that waits for this address; "" when it does not change.
    contact_channel = models.CharField(max_length=12, blank=True, editable=False)
    tells_old_address = models.BooleanField(
        _("the old address is told"), default=False, editable=False
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)

    class Meta:
        verbose_name = _("address to confirm")
        verbose_name_plural = _("addresses to confirm")
        constraints = [
            # The newest wish counts; an older link then opens nothing.
            models.UniqueConstraint(
                fields=["person", "kind"], name="one_address_change_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"

    @property
    def value(self) -> str:
        return unseal(self.sealed_value)

    @staticmethod
    def sealed(value: str) -> str:
        return seal(value)
