"""What the public form templates ask of a bound field."""

from django import forms, template
from django.forms import BoundField

register = template.Library()


@register.filter
def control_kind(field: BoundField) -> str:
    """checkbox, choices, text, textarea, select or parts."""
    widget = field.field.widget
    match widget:
        case forms.CheckboxInput():
            return "checkbox"
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case forms.Select():
            return "select"
        case forms.Textarea():
            return "textarea"
        case forms.MultiWidget():
            return "parts"
    return "text"


@register.filter
def target_id(field: BoundField) -> str:
    """The id an error link leads to: the control, or its group's fieldset."""
    return field.auto_id if field.use_fieldset else field.id_for_label
