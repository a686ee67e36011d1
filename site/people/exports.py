"""Lists of people as files: one way for every app.

A list becomes exportable by two things: `HasExport` on its index view, and a subclass
of `PeopleExport` and that index view at its "export" address. Whoever exports says why
first; everybody in the file is noted as one occasion; the file tells nothing by its
name.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin
from wagtail.admin.widgets.button import Button

from people.domain.access import note_access
from people.enums import AccessKind
from people.models import Person

#: A cell that begins so is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 500
_IN_MEMORY = 1_000_000


def harmless(value: Any) -> Any:
    """A text that no spreadsheet runs; anything else as it is."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


@dataclass(frozen=True, slots=True)
class FileColumn:
    name: str
    heading: Any
    #: the cell of a row: text, a number, or a date
    value: Callable[[Any], Any]
    #: whether it is ticked before anybody has chosen
    is_usual: bool = True


#: What `person_columns` reads.
PERSON_FIELDS = (
    "given_name",
    "family_name",
    "district",
    "phone",
    "email",
    "contact_channel",
    "safe_time",
)


def person_columns(person: Callable[[Any], Person]) -> tuple[FileColumn, ...]:
    """Who she is and how she wants to be reached; `person` finds her from a row."""
    return (
        FileColumn("record", _("Record"), lambda row: str(person(row))),
        FileColumn("given_name", _("Given name"), lambda row: person(row).given_name),
        FileColumn(
            "family_name", _("Family name"), lambda row: person(row).family_name
        ),
        FileColumn(
            "district", _("District"), lambda row: person(row).get_district_display()
        ),
        FileColumn("phone", _("Phone"), lambda row: _national(person(row))),
        FileColumn("email", _("E-mail"), lambda row: person(row).email),
        FileColumn(
            "channel",
            _("How to reach her"),
            lambda row: str(person(row).get_contact_channel_display()),
        ),
        FileColumn(
            "safe_time",
            _("Safe time to call"),
            lambda row: str(person(row).get_safe_time_display()),
        ),
    )


def _national(person: Person) -> str:
    return str(person.phone.as_national) if person.phone else ""


def as_typed(value: Any) -> Any:
    """For a CSV: as one types it in Turkish, so that "3.5" is no third of May."""
    if isinstance(value, date):
        is_moment = isinstance(value, datetime)
        return value.strftime("%d.%m.%Y %H.%M" if is_moment else "%d.%m.%Y")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return value


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What is it for?"),
        max_length=200,
        min_length=5,
        help_text=_("It is kept in the log of accesses. Write no names."),
    )
    file_format = forms.ChoiceField(
        label=_("File"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class ColumnsForm(ReasonForm):
    """Asks for the reason, and what of all that is known the file is to hold."""

    columns = forms.MultipleChoiceField(
        label=_("What the file holds"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave out what is not needed for it, above all how to reach her."),
        error_messages={"required": _("Choose at least one column.")},
    )

    def __init__(
        self, *args: Any, file_columns: Iterable[FileColumn], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["columns"]
        offered = list(file_columns)
        field.choices = [(one.name, one.heading) for one in offered]
        field.initial = [one.name for one in offered if one.is_usual]


class MayExport:
    """Who may have a list as a file."""

    #: "app.codename"
    export_permission: ClassVar[str]
    request: HttpRequest

    def may_export(self) -> bool:
        return bool(self.request.user.has_perm(self.export_permission))


class HasExport(MayExport):
    """For index views: the way to the export of what is listed now."""

    export_url_name: ClassVar[str]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)  # type: ignore[misc]
        if self.may_export():
            buttons.append(
                Button(
                    _("Export"),
                    url=with_query(reverse(self.export_url_name), self.request),
                    icon_name="download",
                    priority=90,
                )
            )
        return buttons


def with_query(url: str, request: HttpRequest) -> str:
    """`url` with the filters of the list that is shown."""
    asked = request.GET.copy()
    asked.pop("p", None)
    asked.pop("_w_filter_fragment", None)
    return f"{url}?{asked.urlencode()}" if asked else url


class PeopleExport(MayExport, SpreadsheetExportMixin):
    """Stands before an index view: asks the reason, then streams what it lists."""

    #: from a row to the person, "" where the row is the person herself
    person_path: ClassVar[str] = "person"
    file_columns: ClassVar[tuple[FileColumn, ...]]
    #: names of those that were ticked
    chosen: Collection[str] = ()
    is_export = False
    show_export_buttons = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False
        if not self.may_export():
            raise PermissionDenied

    #: nothing of the list's own header
    header_buttons: ClassVar[list[Button]] = []
    header_more_buttons: ClassVar[list[Button]] = []

    def get_template_names(self) -> list[str]:
        # A viewset hands its list's template to every view made from its list.
        return ["people/admin/export.html"]

    def get_page_title(self) -> str:
        return gettext("Export a list of people")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = {
            "url": with_query(self.index_url, self.request),
            "label": super().get_page_title(),
        }
        return [
            *self.breadcrumbs_items,
            listed,
            {"url": "", "label": self.get_page_title()},
        ]

    def rows(self) -> QuerySet[Any]:
        """What is listed, without whom this user may not see and whom nobody knows."""
        known = Person.objects.visible_to(self.request.user).filter(
            anonymized_at__isnull=True
        )
        path = f"{self.person_path}__in" if self.person_path else "pk__in"
        listed: QuerySet[Any] = self.get_queryset()
        return listed.filter(**{path: known.order_by().values("pk")})

    def persons(self, rows: QuerySet[Any]) -> Iterator[int]:
        path = f"{self.person_path}__pk" if self.person_path else "pk"
        pks = rows.order_by(path).values_list(path, flat=True).distinct()
        return pks.iterator(chunk_size=_CHUNK)

    def get_filename(self) -> str:
        """The same for every list: it names neither a program nor a person."""
        return "liste"

    @cached_property
    def chosen_columns(self) -> list[FileColumn]:
        return [one for one in self.file_columns if one.name in self.chosen]

    @property
    def list_export(self) -> list[str]:
        return [column.name for column in self.chosen_columns]

    @property
    def export_headings(self) -> dict[str, Any]:
        return {column.name: column.heading for column in self.chosen_columns}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {column.name: column.value(item) for column in self.chosen_columns}

    # --- asking ---------------------------------------------------------------

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ColumnsForm(file_columns=self.file_columns))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ColumnsForm(request.POST, file_columns=self.file_columns)
        if not form.is_valid():
            return self._ask(form)
        self.chosen = form.cleaned_data["columns"]
        rows = self.rows()
        with transaction.atomic():
            note_access(
                by=request.user,
                kind=AccessKind.EXPORT,
                persons=self.persons(rows),
                reason=form.cleaned_data["reason"],
            )
        return self.as_spreadsheet(rows, form.cleaned_data["file_format"])

    def _ask(self, form: ColumnsForm) -> HttpResponse:
        self.object_list = self.get_queryset().none()
        count = self.rows().count()
        explanation = ngettext(
            "The file holds %(count)s record. Keep it where only those read it "
            "who need it, and delete it afterwards.",
            "The file holds %(count)s records. Keep it where only those read "
            "it who need it, and delete it afterwards.",
            count,
        )
        shown = self.get_context_data(
            form=form,
            action_url=self.request.get_full_path(),
            submit_button_label=gettext("Download"),
            back_url=with_query(self.index_url, self.request),
            explanation=explanation % {"count": count},
        )
        # Nothing is searched or filtered here.
        shown |= {"filters": None, "search_form": None, "search_url": None}
        return self.render_to_response(shown)

    # --- writing --------------------------------------------------------------

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if export_format == self.FORMAT_CSV:
            value = as_typed(value)
        return harmless(super().preprocess_field_value(field, value, export_format))

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export, delimiter=";")
        yield "\ufeff".encode()
        yield writer.writerow(
            {field: self.get_heading(queryset, field) for field in self.list_export}
        )
        for row in queryset.iterator(chunk_size=_CHUNK):
            yield self.write_csv_row(writer, self.to_row_dict(row))

    def write_csv_response(self, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        response = StreamingHttpResponse(
            self.stream_csv(queryset), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = (
            f'attachment; filename="{self.get_filename()}.csv"'
        )
        response["Cache-Control"] = "no-store, private"
        return response

    def write_xlsx_response(self, queryset: QuerySet[Any]) -> FileResponse:
        # Past a megabyte the file is on the disk, not in memory.
        output = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self.write_xlsx(queryset.iterator(chunk_size=_CHUNK), output, queryset)
        output.seek(0)
        response = FileResponse(
            output,
            as_attachment=True,
            content_type=(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
            filename=f"{self.get_filename()}.xlsx",
        )
        response["Cache-Control"] = "no-store, private"
        return response

    def write_xlsx(
        self, rows: Any, output: Any, queryset: QuerySet[Any] | None = None
    ) -> None:
        source = rows if queryset is None else queryset
        super().write_xlsx(_Rows(rows, source.model), output)


class _Rows:
    """Rows that come one by one, of a known model: what Wagtail's writer asks of."""

    def __init__(self, rows: Any, model: Any):
        self.rows, self.model = rows, model

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)
