"""Choosing members of staff: by the name colleagues use, in the Turkish order."""

from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from language.turkish import tr_sort_key
from volunteers.viewsets.cells import name_of


class _InTurkishOrder(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for user in sorted(self.queryset, key=lambda one: tr_sort_key(name_of(one))):
            yield self.choice(user)


class StaffField(forms.ModelChoiceField):
    iterator = _InTurkishOrder

    def label_from_instance(self, user):
        return name_of(user)


class SeveralStaffField(forms.ModelMultipleChoiceField):
    iterator = _InTurkishOrder
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user):
        return name_of(user)


class StaffSelect(forms.Select):
    """For a field that a model makes."""

    def create_option(self, name, value, label, *args, **kwargs):
        user = getattr(value, "instance", None)
        label = name_of(user) if user is not None else label
        return super().create_option(name, value, label, *args, **kwargs)

    def optgroups(self, *args: Any, **kwargs: Any):
        def place(group):
            [option] = group[1]
            return bool(option["value"]), tr_sort_key(str(option["label"]))

        return sorted(super().optgroups(*args, **kwargs), key=place)
