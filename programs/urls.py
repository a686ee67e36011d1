"""Public addresses: neutral words, they stay in a browser's history."""

from django.urls import path

from programs import views
from programs.forms import CheckForm, ContactForm, WhoForm

app_name = "programs"

register = views.RegisterView.as_view(
    [(views.WHO, WhoForm), (views.REACH, ContactForm), (views.CHECK, CheckForm)],
    url_name="programs:register",
)

urlpatterns = [
    path("kayit/<int:pk>/", register, name="register"),
    path("kayit/<int:pk>/<slug:step>/", register, name="register"),
    path("kaydim/<str:token>/", views.show_own, name="own"),
    path("kaydim/<str:token>/yanit/", views.answer_offer, name="answer"),
    path("kaydim/<str:token>/vazgec/", views.cancel_own, name="cancel"),
    path("kaydim/<str:token>/takvim.ics", views.own_calendar, name="calendar"),
]
