"""What a clerk fills in while a woman is on the phone or at the desk."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.enums import EntryChannel
from people.forms import IdentityForm, NoticeForm, ReachForm
from programs.forms import ContactForm, WhoForm


class NewPersonForm(WhoForm):
    """Somebody who is not on record, and who comes with her.

    There is a row for each child the activity allows; the verb asks the rules, so
    that a note can set her age aside.
    """

    def __init__(self, *args, occurrence, **kwargs):
        activity = occurrence.activity
        rows = activity.most_children if activity.children_allowed else 0
        kwargs["initial"] = {**(kwargs.get("initial") or {}), "children": rows}
        super().__init__(*args, occurrence=occurrence, check_rules=False, **kwargs)
        if not activity.companion_allowed:
            self.fields.pop("companion_name", None)

    @property
    def identity(self):
        return [self[name] for name in IdentityForm.base_fields if name in self.fields]


class KnownPersonForm(NewPersonForm):
    """Only who comes with her; her record says who she is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in IdentityForm.base_fields:
            del self.fields[name]


class KnownReachForm(ContactForm):
    """Where she boards and whom to call; her record says how to reach her."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ReachForm.base_fields:
            del self.fields[name]


class DeskForm(NoticeForm):
    """What only the clerk knows."""

    channel = forms.ChoiceField(
        label=_("How did she register?"),
        choices=[
            (channel.value, channel.label)
            for channel in (EntryChannel.PHONE, EntryChannel.DESK, EntryChannel.MUHTAR)
        ],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of her messages"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
    )
    override_note = forms.CharField(
        label=_("Why a rule is set aside"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Only if it has to be: a note sets the registration window, the rules on "
            "who may take part and the season aside, never the number of places. Write "
            "nothing about health, belief or private life."
        ),
    )
    #: Pressed twice, it is one registration.
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ["channel", "language", "override_note"]

    def __init__(self, *args, notice, is_known, **kwargs):
        kwargs["initial"] = {"key": uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["language"]
        if notice is None:
            del self.fields["notice_read"]
        else:
            read = self.fields["notice_read"]
            read.label = _("I have read the notice to her, or she has read it herself.")
            read.error_messages["required"] = _("Read the notice to her first.")

    @property
    def consents(self):
        return [self[name] for name in self.consent_names]


class WalkInDeskForm(DeskForm):
    """She stands there: nobody asks how she registers."""

    def __init__(self, *args, may_override, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["channel"]
        if not may_override:
            del self.fields["override_note"]
