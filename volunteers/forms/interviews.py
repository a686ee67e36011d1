"""What an invited woman may write about the times of interviews."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import PublicForm
from volunteers.forms.fields import NOTHING_SENSITIVE


class OtherTimesForm(PublicForm):
    """None of the interview times suits her."""

    note = forms.CharField(
        label=_("When would it suit you?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )
