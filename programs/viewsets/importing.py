"""Registering for one date from a list that somebody kept: look at it, then do it.

The file is never kept. Between looking and doing, what it says lies sealed in the page
of whoever uploaded it.
"""

import base64
import json
import zlib
from io import BytesIO
from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from openpyxl import Workbook
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.forms import language_code
from people.models import Notice
from people.sealing import seal, unseal
from people.tables import Table, read_table
from people.wording import refusal_words
from people.workbook import add_sheet
from programs import permissions
from programs.domain.eligibility import window_denied_reason
from programs.domain.importing import (
    MOST_ROWS,
    PartyList,
    RowResult,
    import_list,
    rehearse_list,
)
from programs.enums import ImportRefusal, RowOutcome
from programs.models import Occurrence
from programs.templatetags.departures import in_words
from programs.viewsets.import_rows import BrokenRow, ReadRows, columns_for
from programs.viewsets.party_forms import DeskForm
from programs.viewsets.seen import departure_for

NAME = "programs_occurrence"
#: After so many seconds what was looked at may no longer be what happens.
PREVIEW_LASTS = 60 * 60


class ImportForm(DeskForm):
    """The list, and what the desk says of all in it."""

    file = forms.FileField(
        label=_("The list"),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        help_text=_("An Excel file (XLSX) or a CSV file; it is not kept."),
    )
    field_order = ["file", "channel", "language"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, is_known=False, **kwargs)
        del self.fields["override_note"]
        del self.fields["key"]
        self.fields["channel"].label = _("How did they register?")
        self.fields["language"].label = _("Language of their messages")
        if "notice_read" in self.fields:
            read = self.fields["notice_read"]
            read.label = _(
                "Each of them has read the notice, or it was read to her, before she "
                "was put on the list."
            )
            read.error_messages["required"] = _(
                "Nobody is registered before she was told what is kept on her."
            )


class _OfDeparture(WagtailAdminTemplateMixin, View):
    """For who may register somebody there, while registration is open."""

    page_title = _("Register from a list")
    header_icon = "upload"
    template_name = "programs/admin/import_list.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.occurrence: Occurrence = departure_for(
            request.user, kwargs["pk"], permissions.ADD_REGISTRATIONS
        )

    @cached_property
    def back_url(self):
        return reverse(f"{NAME}:inspect", args=[self.occurrence.pk])


class ImportTemplateView(_OfDeparture):
    """An empty list: its columns, and on a second sheet what each takes."""

    http_method_names = ("get",)

    def get(self, request, *args, **kwargs):
        workbook = Workbook(write_only=True)
        # Lists are kept in Turkish, whatever language a clerk works in.
        with translation.override("tr"):
            columns = columns_for(self.occurrence)
            add_sheet(
                workbook,
                title=gettext("List"),
                headings=[str(column.heading) for column in columns],
            )
            add_sheet(
                workbook,
                title=pgettext("of a list", "Remarks"),
                headings=[
                    gettext("Column"),
                    gettext("What to write"),
                    gettext("Needed"),
                ],
                rows=[
                    [
                        str(column.heading),
                        str(column.takes),
                        gettext("Yes") if column.is_needed else "",
                    ]
                    for column in columns
                ],
            )
        output = BytesIO()
        workbook.save(output)
        output.seek(0)
        return FileResponse(output, as_attachment=True, filename="kayit-listesi.xlsx")


class ImportView(_OfDeparture):
    """First what would happen, row by row; then, with a second button, it happens."""

    def dispatch(self, request, *args, **kwargs):
        if refusal := window_denied_reason(self.occurrence, now=timezone.now()):
            messages.error(request, refusal_words(refusal))
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def notice(self):
        return Notice.objects.current(
            Process.REGISTRATION, language_code(get_language())
        )

    def _form(self, *data):
        is_muhtar = permissions.enters_at_a_muhtar(self.request.user, self.occurrence)
        channel = EntryChannel.MUHTAR if is_muhtar else EntryChannel.DESK
        return ImportForm(*data, notice=self.notice, initial={"channel": channel})

    def get(self, request, *args, **kwargs):
        return self._ask(self._form())

    def post(self, request, *args, **kwargs):
        if "sealed" in request.POST:
            return self._import(request.POST["sealed"])
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(form)
        try:
            return self._preview(form.cleaned_data)
        except Refusal as refusal:
            form.add_error("file", refusal_words(refusal))
            return self._ask(form)

    def _preview(self, filled):
        upload = filled["file"]
        table = read_table(upload, size=upload.size, most_rows=MOST_ROWS)
        answers = {
            "channel": filled["channel"],
            "language": filled["language"],
            "notice": self.notice.pk if self.notice else None,
        }
        read, asked = self._asked(table, answers, notice=self.notice)
        results = rehearse_list(asked)
        return self._show(
            read,
            results,
            sealed=self._sealed(table, answers),
            is_preview=True,
            may_import=any(
                one.outcome in (*RowOutcome.made, RowOutcome.DOUBLE) for one in results
            ),
        )

    def _import(self, sealed):
        try:
            table, answers = self._unsealed(sealed)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
            return redirect(self.request.path)
        notice = Notice.objects.filter(pk=answers["notice"]).first()
        numbers = self.request.POST.getlist("also")
        read, asked = self._asked(
            table,
            answers,
            notice=notice,
            no_doubles={int(number) for number in numbers if number.isdecimal()},
        )
        return self._show(read, import_list(asked), is_preview=False)

    def _asked(self, table, answers, **more):
        read = ReadRows(table, self.occurrence, language=answers["language"])
        asked = PartyList(
            occurrence=self.occurrence,
            rows=read.rows,
            digest=table.digest,
            channel=EntryChannel(answers["channel"]),
            by=self.request.user,
            **more,
        )
        return read, asked

    # --- between the two pages ---------------------------------------------------

    def _sealed(self, table: Table, answers: dict[str, Any]) -> str:
        said = {
            "for": [self.occurrence.pk, self.request.user.pk],
            "at": timezone.now().timestamp(),
            "answers": answers,
            "table": [table.headings, table.rows, table.digest],
        }
        packed = zlib.compress(json.dumps(said).encode())
        return seal(base64.b64encode(packed).decode())

    def _unsealed(self, sealed: str) -> tuple[Table, dict[str, Any]]:
        try:
            said = json.loads(zlib.decompress(base64.b64decode(unseal(sealed))))
        except InvalidToken as error:
            raise Refusal(ImportRefusal.NOT_THE_PREVIEW) from error
        is_hers = said["for"] == [self.occurrence.pk, self.request.user.pk]
        age = timezone.now().timestamp() - said["at"]
        if not is_hers or age > PREVIEW_LASTS:
            raise Refusal(ImportRefusal.NOT_THE_PREVIEW)
        headings, rows, digest = said["table"]
        table = Table(headings, [(number, cells) for number, cells in rows], digest)
        return table, said["answers"]

    # --- the pages ---------------------------------------------------------------

    def _ask(self, form):
        return self.render_to_response(
            self.get_context_data(
                form=form,
                notice=self.notice,
                columns=columns_for(self.occurrence),
                most=MOST_ROWS,
                template_url=reverse(
                    f"{NAME}:import_template", args=[self.occurrence.pk]
                ),
            )
        )

    def _show(self, read: ReadRows, results: list[RowResult], **more: Any):
        rows = sorted(
            [*map(_as_shown, results), *map(_as_broken, read.broken)],
            key=lambda row: row["number"],
        )
        tally = dict.fromkeys(RowOutcome, 0)
        for row in rows:
            tally[row["outcome"]] += 1
        self.template_name = "programs/admin/import_rows.html"
        return self.render_to_response(
            self.get_context_data(
                rows=rows,
                tally=[(one.label, count) for one, count in tally.items() if count],
                unread=read.unread,
                again_url=self.request.path,
                **more,
            )
        )

    def get_page_subtitle(self):
        return f"{self.occurrence.activity} · {in_words(self.occurrence.starts_at)}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Departures")},
            {"url": self.back_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            occurrence=self.occurrence, back_url=self.back_url, **kwargs
        )


_PILLS = {
    RowOutcome.SEATED: "good",
    RowOutcome.WAITING: "wait",
    RowOutcome.IN_DRAW: "wait",
    RowOutcome.DOUBLE: "wait",
    RowOutcome.EARLIER: "calm",
    RowOutcome.REFUSED: "bad",
}


def _as_shown(result: RowResult) -> dict[str, Any]:
    words = []
    if result.position is not None:
        words.append(
            pgettext("in the waiting list", "Number %(position)s in line")
            % {"position": result.position}
        )
    if result.refusal is not None:
        words.append(refusal_words(result.refusal))
    if result.same_as is not None:
        words.append(
            gettext("Same phone, e-mail or name and date of birth as row %(row)s.")
            % {"row": result.same_as}
        )
    return {
        "number": result.number,
        "outcome": result.outcome,
        "is_double": result.outcome == RowOutcome.DOUBLE,
        "pill": _PILLS[result.outcome],
        "words": words,
        "code": result.code,
        "registration": result.registration,
    }


def _as_broken(row: BrokenRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "outcome": RowOutcome.REFUSED,
        "pill": _PILLS[RowOutcome.REFUSED],
        "words": row.problems,
    }
