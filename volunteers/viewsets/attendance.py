"""What is done on the page of a session: names added, marked, the sheet closed."""

import json
from datetime import timedelta

from django import forms
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from people.exceptions import Refusal
from people.staff_views import ActionView
from people.wording import refusal_words
from volunteers.codes import read_code
from volunteers.domain.attendance import (
    Mark,
    close_sheet,
    correct_attendance,
    marked_by,
    merge_marks,
    record_attendance,
    record_everybody,
    take_back_everybody,
)
from volunteers.domain.completions import came_without_completing
from volunteers.domain.duties import may_somewhere
from volunteers.domain.seats import enroll_in_session, leave_session
from volunteers.domain.sessions import enrollable_in
from volunteers.domain.training import trained_by
from volunteers.domain.waiting import leave_waiting_list
from volunteers.domain.walk_ins import add_walk_in
from volunteers.enums import ApplicationState, Attendance
from volunteers.models import Application, Enrollment, SessionWait, TrainingSession
from volunteers.viewsets.trainings import RUN_TRAINING
from volunteers.workflow import Permission

MARKS = (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT)
#: A tablet sends no more at once, and no mark is older.
MOST_MARKS = 500
OLDEST_MARK = timedelta(days=7)


class ApplicationField(forms.ModelChoiceField):
    def label_from_instance(self, application):
        return f"{application.person.full_name} ({application})"


class AddToSessionForm(forms.Form):
    application = ApplicationField(
        label=_("Volunteer"),
        queryset=Application.objects.none(),
        empty_label=_("Choose"),
    )

    def __init__(self, *args, session: TrainingSession, seen_by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = enrollable_in(session, seen_by=seen_by)


class SessionAction(ActionView):
    """Something done on the page of a session."""

    model = TrainingSession
    permission = RUN_TRAINING
    back_url_name = "volunteers_session:inspect"
    page_title = _("Training session")

    def get_queryset(self):
        return TrainingSession.objects.select_related("module")

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.TRAINING)

    def seen(self):
        """Whom she sees, in calls where training is her duty."""
        return trained_by(self.request.user).order_by().values("pk")

    def seat_or_404(self, pk) -> Enrollment:
        seats = Enrollment.objects.filter(application__in=self.seen())
        return get_object_or_404(
            seats.select_related("application__person", "session"),
            pk=pk,
            session=self.object,
        )


class AddToSessionView(SessionAction):
    def post(self, request, *args, **kwargs):
        form = AddToSessionForm(request.POST, session=self.object, seen_by=request.user)
        if not form.is_valid():
            messages.error(request, _("Choose a volunteer from the list."))
            return redirect(self.get_success_url())
        return self._carry_out(form.cleaned_data)

    def act(self, instance, *, by, data):
        enroll_in_session(data["application"], session=instance, by=by)
        return _("She has a place in the training, and is being told.")


class WalkInView(SessionAction):
    """She came without a place: on the sheet, and marked as present."""

    def post(self, request, *args, **kwargs):
        form = AddToSessionForm(request.POST, session=self.object, seen_by=request.user)
        if not form.is_valid():
            messages.error(request, _("Choose a volunteer."))
            return redirect(self.get_success_url())
        return self._carry_out(form.cleaned_data)

    def act(self, instance, *, by, data):
        add_walk_in(data["application"], session=instance, by=by)
        return _("She is on the sheet, and marked as present.")


class RemoveFromSessionView(SessionAction):
    """Gives a place back; the seat is named in the address."""

    def act(self, instance, *, by, data):
        leave_session(self.seat_or_404(self.kwargs["seat"]), by=by)
        return _("The place is free again. Nothing was sent; tell her yourself.")


class RemoveFromWaitingListView(SessionAction):
    def act(self, instance, *, by, data):
        waits = SessionWait.objects.filter(application__in=self.seen())
        wait = get_object_or_404(
            waits.select_related("application"),
            pk=self.kwargs["wait"],
            session=instance,
        )
        leave_waiting_list(wait, by=by)
        return _("She waits no longer. Nothing was sent; tell her yourself.")


class RecordAttendanceView(SessionAction):
    """The sheet as a form: without a script, and to save all of it at once."""

    def marks(self):
        """What she changed: a name as the page showed it may stand otherwise now."""
        posted = self.request.POST
        marks = {}
        for name, value in posted.items():
            pk = name.removeprefix("seat-")
            is_mark = name.startswith("seat-") and pk.isdigit() and value in MARKS
            if is_mark and value != posted.get(f"shown-{pk}"):
                marks[int(pk)] = Attendance(value)
        return marks

    def act(self, instance, *, by, data):
        marks = self.marks()
        if not marks:
            messages.warning(self.request, _("No mark was changed."))
            return ""
        count = record_attendance(instance, marks=marks, by=by)
        return ngettext(
            "The attendance of %(count)s volunteer is saved.",
            "The attendance of %(count)s volunteers is saved.",
            count,
        ) % {"count": count}


class EverybodyView(RecordAttendanceView):
    """All whom nobody has marked came; what she ticked with it counts first."""

    def act(self, instance, *, by, data):
        count = record_everybody(instance, but=self.marks(), by=by)
        if not count:
            messages.warning(self.request, _("Everybody is marked already."))
            return ""
        return ngettext(
            "%(count)s volunteer is marked as present.",
            "%(count)s volunteers are marked as present.",
            count,
        ) % {"count": count}


class TakeBackEverybodyView(SessionAction):
    def act(self, instance, *, by, data):
        count = take_back_everybody(instance, by=by)
        if not count:
            messages.warning(self.request, _("There is nothing to take back."))
            return ""
        return ngettext(
            "%(count)s volunteer is not marked again.",
            "%(count)s volunteers are not marked again.",
            count,
        ) % {"count": count}


class ScanView(SessionAction):
    """A code typed or read by a scanner that types: she is here."""

    def act(self, instance, *, by, data):
        code = read_code(self.request.POST.get("code", ""))
        mark = Mark(code, Attendance.PRESENT, timedelta(0))
        merged = merge_marks(instance, marks=[mark], by=by)
        if merged.unknown:
            messages.error(self.request, _("This code is not on this list."))
            return ""
        return _("She is marked as present.")


class MergeMarksView(SessionAction):
    """What a tablet sends, now or when the network is back: codes, marks and ages.

    Answers with what stands, the codes that are unknown, or why nothing was written.
    """

    def post(self, request: HttpRequest, *args, **kwargs):
        try:
            marks = [_read_mark(one) for one in json.loads(request.body)["marks"]]
        except (ValueError, KeyError, TypeError):
            return JsonResponse({"reason": "unreadable"}, status=400)
        if len(marks) > MOST_MARKS:
            return JsonResponse({"reason": "too_many"}, status=400)
        try:
            merged = merge_marks(self.object, marks=marks, by=request.user)
        except Refusal as refusal:
            told = {"reason": refusal.reason.value, "words": refusal_words(refusal)}
            return JsonResponse(told, status=409)
        return JsonResponse(
            {
                "standing": merged.standing,
                "unknown": merged.unknown,
                "together": merged.together,
            }
        )


def _read_mark(sent: dict) -> Mark:
    age = timedelta(milliseconds=int(sent["age"]))
    return Mark(
        code=read_code(str(sent["code"]))[:16],
        attendance=Attendance(sent["attendance"]),
        age=min(max(age, timedelta(0)), OLDEST_MARK),
        together=sent.get("together") is True,
    )


class CloseSheetView(SessionAction):
    """Asks once, saying what follows; of two who close it the second is told."""

    page_title = _("Close the attendance sheet")
    submit_label = _("Close the sheet")
    form_class = forms.Form

    @property
    def explanation(self):
        hers = marked_by(self.object, self.request.user)
        unmarked = hers.filter(attendance=Attendance.EXPECTED).count()
        follows = _(
            "Who has completed a training with this gets it written down; who has "
            "completed all that are required is told so. After closing, names are "
            "corrected one by one."
        )
        if not unmarked:
            return follows
        words = ngettext(
            "%(count)s name is not marked and counts as absent.",
            "%(count)s names are not marked and count as absent.",
            unmarked,
        ) % {"count": unmarked}
        return f"{words} {follows}"

    def act(self, instance, *, by, data):
        moved = close_sheet(instance, by=by)
        said = [_("The sheet is closed.")]
        finished = sum(one.state == ApplicationState.TRAINED for one in moved)
        if finished:
            said.append(
                ngettext(
                    "%(count)s volunteer completed the training and is being told.",
                    "%(count)s volunteers completed the training and are being told.",
                    finished,
                )
                % {"count": finished}
            )
        lacking = came_without_completing(instance)
        if lacking:
            said.append(
                ngettext(
                    "%(count)s of those who came lacks hours or a part of it still.",
                    "%(count)s of those who came lack hours or a part of it still.",
                    lacking,
                )
                % {"count": lacking}
            )
        return " ".join(map(str, said))


class CorrectForm(forms.Form):
    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=[(mark.value, mark.label) for mark in MARKS],
        widget=forms.RadioSelect,
    )


class CorrectAttendanceView(SessionAction):
    page_title = _("Correct the attendance")
    form_class = CorrectForm
    explanation = _(
        "What followed from the mark follows anew: a training that is completed no "
        "more is taken back."
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.seat = self.seat_or_404(kwargs["seat"])

    def persons_seen(self, context):
        return [self.seat.application.person_id]

    def get_page_subtitle(self):
        return self.seat.application.person.full_name

    def get_initial(self):
        return {"attendance": self.seat.attendance}

    def act(self, instance, *, by, data):
        correct_attendance(self.seat, attendance=Attendance(data["attendance"]), by=by)
        return _("The attendance is corrected.")


#: Word in the address, view, name
ADDRESSES = (
    ("yoklama/", RecordAttendanceView, "record_attendance"),
    ("herkes-geldi/", EverybodyView, "record_everybody"),
    ("herkes-geldi/geri-al/", TakeBackEverybodyView, "take_back_everybody"),
    ("isaretler/", MergeMarksView, "merge_marks"),
    ("kod/", ScanView, "scan"),
    ("kapat/", CloseSheetView, "close_sheet"),
    ("duzelt/<int:seat>/", CorrectAttendanceView, "correct"),
    ("ekle/", AddToSessionView, "enroll"),
    ("yersiz-gelen/", WalkInView, "walk_in"),
    ("cikar/<int:seat>/", RemoveFromSessionView, "leave"),
    ("listeden-cikar/<int:wait>/", RemoveFromWaitingListView, "stop_waiting"),
)
