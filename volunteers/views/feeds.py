"""The calendar of an interviewer, read by her calendar program. GET only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from people.web import private_page
from volunteers.calendar_files import interviewers_calendar
from volunteers.domain.calendar_feeds import (
    interviews_in_feed,
    is_asked_too_often,
    open_calendar_feed,
)


@require_safe
@private_page
def interviewers_feed(request: HttpRequest, token: str) -> HttpResponse:
    if is_asked_too_often(token):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    user = open_calendar_feed(token)
    if user is None:
        raise Http404
    return HttpResponse(
        interviewers_calendar(interviews_in_feed(user)),
        content_type="text/calendar; charset=utf-8",
    )
