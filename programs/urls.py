"""Public addresses: neutral words, they stay in a browser's history."""

from django.urls import path

from programs.forms import CheckForm, ContactForm, WhoForm
from programs.meeting_forms import MeetingCheckForm, MeetingForm
from programs.views import certificates, draw, invited, meetings, own
from programs.views.feedback import show_feedback
from programs.views.register import CHECK, REACH, WHO, RegisterView

app_name = "programs"

register = RegisterView.as_view(
    [(WHO, WhoForm), (REACH, ContactForm), (CHECK, CheckForm)],
    url_name="programs:register",
)

ask_for_meeting = meetings.AskForMeetingView.as_view(
    [(meetings.WISH, MeetingForm), (meetings.CHECK, MeetingCheckForm)],
    url_name="programs:ask_for_meeting",
)

urlpatterns = [
    path("davet/<str:key>/", invited.open_invitation, name="invited"),
    path("istek/<int:pk>/", ask_for_meeting, name="ask_for_meeting"),
    path("istek/<int:pk>/<slug:step>/", ask_for_meeting, name="ask_for_meeting"),
    path("istegim/<str:token>/", meetings.show_meeting, name="meeting"),
    path(
        "istegim/<str:token>/vazgec/",
        meetings.withdraw_meeting,
        name="meeting_withdraw",
    ),
    path("istegim/<str:token>/yer/", meetings.meeting_address, name="meeting_address"),
    path("kayit/<int:pk>/", register, name="register"),
    path("kayit/<int:pk>/<slug:step>/", register, name="register"),
    path("kaydim/<str:token>/", own.show_own, name="own"),
    path("kaydim/<str:token>/yanit/", own.answer_offer, name="answer"),
    path("kaydim/<str:token>/vazgec/", own.cancel_own, name="cancel"),
    path("kaydim/<str:token>/degistir/", own.change_own, name="change"),
    path("kaydim/<str:token>/gorus/", show_feedback, name="feedback"),
    path("kaydim/<str:token>/diger/", own.open_other, name="other"),
    path("kaydim/<str:token>/takvim.ics", own.own_calendar, name="calendar"),
    path("kaydim/<str:token>/belge.pdf", certificates.own_certificate, name="paper"),
    path("katilim/", certificates.find_certificate, name="find_certificate"),
    path(
        "katilim/<str:code>/",
        certificates.show_certificate,
        name="verify_certificate",
    ),
    path("kura/<int:pk>/", draw.show_draw, name="draw"),
    path("kura/<int:pk>/liste.txt", draw.draw_list, name="draw_list"),
]
