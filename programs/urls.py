"""Public addresses: neutral words, they stay in a browser's history."""

from django.urls import path

from programs.forms import CheckForm, ContactForm, WhoForm
from programs.views import draw, own
from programs.views.feedback import show_feedback
from programs.views.register import CHECK, REACH, WHO, RegisterView

app_name = "programs"

register = RegisterView.as_view(
    [(WHO, WhoForm), (REACH, ContactForm), (CHECK, CheckForm)],
    url_name="programs:register",
)

urlpatterns = [
    path("kayit/<int:pk>/", register, name="register"),
    path("kayit/<int:pk>/<slug:step>/", register, name="register"),
    path("kaydim/<str:token>/", own.show_own, name="own"),
    path("kaydim/<str:token>/yanit/", own.answer_offer, name="answer"),
    path("kaydim/<str:token>/vazgec/", own.cancel_own, name="cancel"),
    path("kaydim/<str:token>/degistir/", own.change_own, name="change"),
    path("kaydim/<str:token>/gorus/", show_feedback, name="feedback"),
    path("kaydim/<str:token>/diger/", own.open_other, name="other"),
    path("kaydim/<str:token>/takvim.ics", own.own_calendar, name="calendar"),
    path("kura/<int:pk>/", draw.show_draw, name="draw"),
    path("kura/<int:pk>/liste.txt", draw.draw_list, name="draw_list"),
]
