"""Who may take part, as rules that staff choose for an activity."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from people.enums import District
from programs.enums import RuleKind
from programs.models.program import LARGEST_PARTY, Activity


class DistrictsField(models.JSONField):
    """Keys of districts; a list of boxes in a form."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            required=False,
            choices=District.choices,
            widget=forms.CheckboxSelectMultiple,
        )


class RegistrationRule(models.Model):
    """One rule of an activity beside those that every activity has.

    `programs.domain.rules` says what each kind asks and how it says no.
    """

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(_("rule"), max_length=16, choices=RuleKind)
    least = models.PositiveSmallIntegerField(
        _("at least"),
        null=True,
        blank=True,
        help_text=_("For: smallest party, age of the children in months."),
    )
    most = models.PositiveSmallIntegerField(
        _("at most"),
        null=True,
        blank=True,
        help_text=_("For: oldest age, age of the children in months."),
    )
    districts = DistrictsField(
        _("districts"), default=list, blank=True, help_text=_("For: district.")
    )

    class Meta:
        verbose_name = _("rule of taking part")
        verbose_name_plural = _("rules of taking part")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "kind"],
                name="one_rule_of_a_kind",
                violation_error_message=_("This rule is listed twice."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        missing = _("Fill in this field for this rule.")
        wrong = {}
        if self.kind in RuleKind.with_least and self.least is None:
            wrong["least"] = missing
        if self.kind in RuleKind.with_most and self.most is None:
            wrong["most"] = missing
        if self.kind == RuleKind.DISTRICTS and not self.districts:
            wrong["districts"] = missing
        if self.kind == RuleKind.LEAST_PARTY and (self.least or 0) > LARGEST_PARTY:
            wrong["least"] = _("A party has 1 to 10 people.")
        if self.kind == RuleKind.CHILD_MONTHS and (self.least or 0) > (self.most or 0):
            wrong.setdefault("most", _("This is less than the first number."))
        if wrong:
            raise ValidationError(wrong)
