"""What leaves the house about one departure: each gets only what it needs.

The boat's operator and the bus company need numbers, the insurer needs who is insured.
"""

from io import BytesIO

from django.db.models import Q
from django.http import FileResponse
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.domain.access import note_access
from people.enums import AccessKind
from people.exports import ReasonForm, harmless
from people.workbook import write_table
from programs import permissions
from programs.domain import queries
from programs.enums import MemberKind, RegistrationState
from programs.models import PartyMember
from programs.viewsets.seen import departure_for


class NumbersForCarriersView(View):
    """How many board where, as a file: no name, no code."""

    http_method_names = ("get",)

    def get(self, request, *args, **kwargs):
        occurrence = departure_for(
            request.user,
            kwargs["pk"],
            permissions.VIEW_REGISTRATIONS,
            permissions.TAKE_LISTS,
        )
        sheets = queries.boarding_list(occurrence, seen_by=request.user)
        return _file(
            "sayilar",
            title=_("Numbers"),
            headings=[
                _("Departure"),
                _("Boarding point"),
                _("Time"),
                _("People in all"),
                _("Children among them"),
            ],
            rows=[
                [
                    str(occurrence),
                    sheet.point.name if sheet.point else str(occurrence.meeting_point),
                    time_format(sheet.point.boards_at) if sheet.point else "",
                    str(sheet.seats),
                    str(sum(one.children for one in sheet.passengers)),
                ]
                for sheet in sheets
            ],
        )


class InsurerListView(WagtailAdminTemplateMixin, FormView):
    """Who is on board by name and birth, for the insurer; asks what it is for."""

    form_class = ReasonForm
    template_name = "people/admin/export.html"
    page_title = gettext_lazy("List for the insurer")
    header_icon = "download"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.occurrence = departure_for(
            request.user, kwargs["pk"], permissions.EXPORT_REGISTRATIONS
        )
        self.back_url = reverse("programs_occurrence:inspect", args=[kwargs["pk"]])

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["file_format"]
        return form

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.back_url, "label": str(self.occurrence)},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def on_board(self):
        return self.occurrence.registrations.filter(
            state__in=RegistrationState.on_board_list, anonymized_at__isnull=True
        )

    def rows(self):
        return (
            self.on_board.visible_to(self.request.user)
            .select_related("person")
            .prefetch_related("members")
            .order_by("person__sort_key", "pk")
        )

    def form_valid(self, form):
        rows = list(self.rows())
        note_access(
            by=self.request.user,
            kind=AccessKind.EXPORT,
            persons=[row.person_id for row in rows],
            about=self.occurrence,
            reason=form.cleaned_data["reason"],
        )
        return _file(
            "liste",
            title=_("List"),
            headings=[_("Given name"), _("Family name"), _("Born"), _("Who")],
            rows=[line for row in rows for line in _insured(row)],
        )

    def get_context_data(self, **kwargs):
        count = self.rows().count()
        unseen = self.on_board.count() - count
        birthless = _birthless(self.rows())
        return super().get_context_data(
            action_url=self.request.path,
            submit_button_label=_("Download"),
            back_url=self.back_url,
            explanation=ngettext(
                "The file holds the names of %(count)s party. Send it to the insurer "
                "alone, and delete it afterwards.",
                "The file holds the names of %(count)s parties. Send it to the insurer "
                "alone, and delete it afterwards.",
                count,
            )
            % {"count": count},
            # Told here and not in the file: nobody outside need know of them.
            warning=" ".join(
                words
                for number, words in (
                    (unseen, _unseen_words(unseen)),
                    (birthless, _birthless_words(birthless)),
                )
                if number
            ),
            **kwargs,
        )


def _birthless(rows) -> int:
    """People of these parties of whom the list cannot say when they were born."""
    members = PartyMember.objects.filter(registration__in=rows.order_by().values("pk"))
    herself = Q(kind=MemberKind.SELF)
    return members.filter(
        herself & Q(registration__person__birth_date=None)
        | ~herself & Q(birth_year=None)
    ).count()


def _unseen_words(count: int) -> str:
    return ngettext(
        "%(count)s more party is on board, whose name is not yours to see. Ask the "
        "privacy officer to take the list, so that everybody is insured.",
        "%(count)s more parties are on board, whose names are not yours to see. Ask "
        "the privacy officer to take the list, so that everybody is insured.",
        count,
    ) % {"count": count}


def _birthless_words(count: int) -> str:
    return ngettext(
        "Of %(count)s person the list cannot say when she was born; ask before it "
        "leaves.",
        "Of %(count)s people the list cannot say when they were born; ask before it "
        "leaves.",
        count,
    ) % {"count": count}


def _insured(registration):
    """One line a seat: of those she brings only a given name and a year are known."""
    person = registration.person
    born = (
        date_format(person.birth_date, "SHORT_DATE_FORMAT") if person.birth_date else ""
    )
    for member in registration.members.all():
        kind = str(member.get_kind_display())
        if member.kind == MemberKind.SELF:
            yield [
                harmless(person.given_name),
                harmless(person.family_name),
                born,
                kind,
            ]
        else:
            yield [harmless(member.given_name), "", str(member.birth_year or ""), kind]


def _file(name, **table):
    output = BytesIO()
    write_table(output, **table)
    output.seek(0)
    response = FileResponse(output, as_attachment=True, filename=f"{name}.xlsx")
    response["Cache-Control"] = "no-store, private"
    return response
