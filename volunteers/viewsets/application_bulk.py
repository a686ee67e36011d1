"""Many applications at once: what will happen, then what was done and what refused."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from messaging.templates import get_template
from messaging.viewsets.held import review_url, waiting_words
from people.exceptions import Refusal
from people.exports import with_query
from people.wording import refusal_words
from volunteers.domain.assignment import (
    assign_reviewers,
    open_reviews,
    plan_assignments,
)
from volunteers.domain.bulk import MOST, carry_out, decide_together
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.domain.letters import write_to
from volunteers.domain.moves import check
from volunteers.exceptions import MoveDenied
from volunteers.viewsets.action_base import PLACES_IN_TEXT
from volunteers.viewsets.application_columns import shown_name
from volunteers.viewsets.application_list import ApplicationIndexView
from volunteers.viewsets.bulk_actions import BULK_ACTIONS
from volunteers.viewsets.cells import name_of
from volunteers.viewsets.next_of_many import next_of_many


class ApplicationBulkView(ApplicationIndexView):
    """Takes the ticked rows, or all that the filters in its address list."""

    header_buttons = []
    header_more_buttons = []

    def get_template_names(self):
        # A viewset hands its list's template to every view made from its list.
        return [self.template]

    template = "volunteers/admin/bulk.html"

    @cached_property
    def rights(self):
        return Rights(self.request.user)

    def get_page_title(self):
        return gettext("Many at once")

    def get_breadcrumbs_items(self):
        listed = {
            "url": with_query(self.index_url, self.request),
            "label": _("Applications"),
        }
        return [
            *self.breadcrumbs_items,
            listed,
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def back_url(self):
        return with_query(self.index_url, self.request)

    def get(self, request, *args, **kwargs):
        return redirect(self.back_url)

    def chosen(self):
        """The rows, at most one more than may be done at once."""
        rows = self.get_queryset()
        if self.request.POST.get("scope") != "all":
            ticked = [pk for pk in self.request.POST.getlist("id") if pk.isdecimal()]
            rows = rows.filter(pk__in=ticked)
        return list(rows[: MOST + 1])

    def post(self, request, *args, **kwargs):
        action = BULK_ACTIONS.get(request.POST.get("action", ""))
        if action is None:
            messages.error(request, _("Choose what to do with them."))
            return redirect(self.back_url)
        if not may_somewhere(request.user, action.permission):
            raise PermissionDenied
        if action.name == "export":
            return redirect(self.export_address())
        self.rows = self.chosen()
        if not self.rows:
            messages.error(request, _("Tick at least one application first."))
            return redirect(self.back_url)
        if len(self.rows) > MOST:
            messages.error(
                request,
                _("Not more than %(most)s at once. Narrow the list first.")
                % {"most": MOST},
            )
            return redirect(self.back_url)
        step = request.POST.get("step")
        self.expected = self.expected_refusals(action)
        rows = [one for one in self.rows if not self.expected[one.pk]]
        form = (
            action.form_with(request.POST, rows=rows)
            if step
            else action.form_with(rows=rows, initial={"role": request.POST.get("role")})
        )
        if step and form.is_valid():
            if step == "plan" and action.name == "assign_reviewers":
                return self.show(action, form, plan=self.plan(form))
            return self.carry_out(action, form)
        return self.show(action, form)

    def export_address(self):
        address = with_query(reverse(self.export_url_name), self.request)
        if self.request.POST.get("scope") == "all":
            return address
        ticked = [("secim", pk) for pk in self.request.POST.getlist("id")]
        joint = "&" if "?" in address else "?"
        return f"{address}{joint}{urlencode(ticked)}" if ticked else self.back_url

    # --- before -------------------------------------------------------------------

    def show(self, action, form, plan=None):
        expected = [(one, self.expected[one.pk]) for one in self.rows]
        refused = [pair for pair in expected if pair[1]]
        return self.page(
            action,
            form=form,
            plan=plan,
            submit_step="plan" if self.needs_plan(action, plan) else "go",
            will_count=len(expected) - len(refused),
            will=[self.line(one) for one, why in expected if not why],
            will_be_refused=[self.line(one, why) for one, why in refused],
            message=self.message(action),
        )

    def needs_plan(self, action, plan):
        return action.name == "assign_reviewers" and plan is None

    def expected_refusals(self, action):
        """Why each would be refused, by its key; "" for those that would not."""
        foreseen = (
            action.foresee(self.rows, rights=self.rights) if action.foresee else {}
        )
        return {
            one.pk: self.expected_refusal(action, one)
            or (refusal_words(foreseen[one.pk]) if one.pk in foreseen else "")
            for one in self.rows
        }

    def expected_refusal(self, action, application):
        if action.event is None:
            hers = self.rights.may(action.permission, application)
            return "" if hers else MoveDenied.NOT_YOURS.label % {"event": action.label}
        try:
            check(application, action.event, by=self.request.user, rights=self.rights)
        except Refusal as refusal:
            return refusal_words(refusal)
        return ""

    def line(self, application, why=""):
        return {
            "code": str(application),
            "name": "" if application.is_nameless else shown_name(application),
            "state": application.get_state_display(),
            "why": why,
        }

    def message(self, action):
        if not action.message_name:
            return None
        subject, body = get_template(f"volunteers.{action.message_name}").render(
            "tr",
            {
                "given_name": gettext("[given name]"),
                "family_name": gettext("[family name]"),
                "code": gettext("[application number]"),
                **{key: str(words) for key, words in PLACES_IN_TEXT.items()},
            },
        )
        return {"subject": subject, "body": body}

    def plan(self, form):
        reviewers = list(form.cleaned_data["reviewers"])
        planned = plan_assignments(
            self.rows,
            reviewers=reviewers,
            balanced=form.cleaned_data["way"] == "balanced",
            by=self.request.user,
        )
        return self.plan_lines(planned, open_reviews(reviewers), reviewers)

    def plan_lines(self, planned, loads, reviewers):
        by_reviewer = {one.pk: 0 for one in reviewers}
        for one in planned:
            for hand in one.chosen:
                by_reviewer[hand.pk] += 1
        return {
            "rows": [
                {
                    **self.line(one.application),
                    "reviewers": ", ".join(name_of(hand) for hand in one.chosen),
                    "why": one.lacking.label if one.lacking else "",
                }
                for one in planned
            ],
            "loads": [
                (name_of(one), loads[one.pk], by_reviewer[one.pk]) for one in reviewers
            ],
        }

    # --- doing it -----------------------------------------------------------------

    def carry_out(self, action, form):
        user, data = self.request.user, form.cleaned_data
        if action.name == "assign_reviewers":
            return self.assign(action, form)
        if action.name == "write":
            allowed, refused = self.divided(action)
            if not allowed:
                return self.result(action, done=[], refused=refused)
            batch = write_to(allowed, words=form.words(), shorts=form.shorts(), by=user)
            return self.result(action, done=allowed, refused=refused, batch=batch)
        found = self.call_verb(action, data)
        return self.result(
            action,
            done=found.done,
            refused=[(one, refusal_words(why)) for one, why in found.refused],
            batch=found.batch,
        )

    def call_verb(self, action, data):
        user = self.request.user
        if action.is_decision:
            return decide_together(
                self.rows,
                lambda one, batch: action.verb(one, by=user, hold=batch, **data),
                by=user,
            )
        return carry_out(self.rows, lambda one: action.verb(one, by=user, **data))

    def assign(self, action, form):
        reviewers = list(form.cleaned_data["reviewers"])
        try:
            planned = assign_reviewers(
                self.rows,
                reviewers=reviewers,
                balanced=form.cleaned_data["way"] == "balanced",
                by=self.request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.show(action, form)
        marks = {one.pk: one.is_nameless for one in self.rows}
        for one in planned:
            one.application.is_nameless = marks[one.application.pk]
        return self.result(
            action,
            done=[one.application for one in planned if one.chosen],
            refused=[
                (one.application, one.lacking.label)
                for one in planned
                if not one.chosen and one.lacking
            ],
        )

    def divided(self, action):
        """The rows of the calls in which this is hers to do; the others, with why."""
        expected = [(one, self.expected[one.pk]) for one in self.rows]
        return (
            [one for one, why in expected if not why],
            [(one, why) for one, why in expected if why],
        )

    def result(self, action, *, done, refused, batch=None):
        self.template = "volunteers/admin/bulk_result.html"
        return self.page(
            action,
            done=[self.line(one) for one in done],
            refused=[self.line(one, why) for one, why in refused],
            batch_url=review_url(batch, self.request.user),
            waiting=waiting_words(batch) if batch else "",
            **next_of_many([one.pk for one in done], self.request.user),
        )

    def page(self, action, **context):
        # The list itself is not read: the rows at hand are what this is about.
        self.object_list = self.get_queryset().none()
        shown = self.get_context_data(
            action=action,
            ids=[one.pk for one in self.rows],
            form_url=self.request.get_full_path(),
            back_url=self.back_url,
            **context,
        )
        # Nothing is searched or filtered here.
        shown |= {"filters": None, "search_form": None, "search_url": None}
        return self.render_to_response(shown)
