"""Texts that people were shown: once in force they are never other than they were."""

from typing import Any, ClassVar, TypeVar

from django.db import models

_Text = TypeVar("_Text", bound="FrozenText")


class FrozenTextQuerySet(models.QuerySet[_Text]):
    """Refuses to change what was shown; PROTECT keeps what was used."""

    def update(self, **changes: Any) -> int:
        if changes.keys() & self.model.FROZEN:
            raise TypeError("A published text is kept as it was; publish a new one.")
        return super().update(**changes)


class FrozenText(models.Model):
    """A text whose `FROZEN` columns stay as they were once it is in force."""

    FROZEN: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self)._base_manager.filter(pk=self.pk).first()
        if before is not None and before.is_in_force():
            changed = [
                name
                for name in self.FROZEN
                if getattr(before, name) != getattr(self, name)
            ]
            if changed:
                raise TypeError(
                    "A published text is kept as it was; publish a new one."
                )
        super().save(*args, **kwargs)

    def is_in_force(self) -> bool:
        raise TypeError("A frozen text says whether it is in force.")
