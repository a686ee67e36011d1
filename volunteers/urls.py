"""Public addresses; their words tell nothing to who reads a browser's history."""

from django.urls import path

from volunteers.views import (
    apply,
    certificates,
    drafts,
    feeds,
    information,
    interviews,
    own,
    service,
    trainings,
)

app_name = "volunteers"

urlpatterns = [
    path("basvuru/<slug:slug>/", apply.apply, name="apply"),
    path("basvuru/<slug:slug>/sonra/", drafts.later, name="later"),
    path("basvuru/<slug:slug>/birak/", drafts.leave, name="leave"),
    path("devam/<str:token>/", drafts.resume, name="resume"),
    path("basvuru/<slug:slug>/<slug:step>/", apply.apply_step, name="apply_step"),
    path("basvurum/<str:token>/", own.show_application, name="application"),
    path("basvurum/<str:token>/onay/", drafts.confirm, name="confirm_reach"),
    path(
        "basvurum/<str:token>/dosya/<slug:code>/",
        own.download_file,
        name="own_file",
    ),
    path("basvurum/<str:token>/geri-cek/", own.withdraw, name="withdraw"),
    path(
        "basvurum/<str:token>/oturum/<int:pk>/",
        trainings.take_session,
        name="take_session",
    ),
    path(
        "basvurum/<str:token>/oturum/<int:pk>/bekle/",
        trainings.wait_for_session,
        name="wait_for_session",
    ),
    path(
        "basvurum/<str:token>/sira/<int:pk>/",
        trainings.answer_offer,
        name="answer_session_offer",
    ),
    path(
        "basvurum/<str:token>/yer/<int:pk>/",
        trainings.give_back_session,
        name="give_back_session",
    ),
    path("basvurum/<str:token>/tarih/<int:pk>/", service.take_place, name="take_shift"),
    path(
        "basvurum/<str:token>/tarih/<int:pk>/birak/",
        service.give_back_place,
        name="give_back_shift",
    ),
    path("basvurum/<str:token>/sureler/", service.hours, name="hours"),
    path(
        "basvurum/<str:token>/sureler/<int:pk>/sil/",
        service.remove_hours,
        name="remove_hours",
    ),
    path("basvurum/<str:token>/istek/", service.wish, name="wish"),
    path("basvurum/<str:token>/istek/vazgec/", service.remove_wish, name="remove_wish"),
    path("basvurum/<str:token>/kart/", service.own_card, name="own_card"),
    path("kart/<str:code>/", service.card, name="card"),
    path(
        "basvurum/<str:token>/kod/<int:pk>/",
        trainings.show_code,
        name="seat_code",
    ),
    path(
        "basvurum/<str:token>/belge/<int:pk>/",
        trainings.download_certificate,
        name="own_certificate",
    ),
    path(
        "basvurum/<str:token>/randevu/",
        interviews.choose_time_from_page,
        name="application_interview",
    ),
    path("basvurum/<str:token>/randevu/iptal/", interviews.give_up_from_page),
    path(
        "basvurum/<str:token>/randevu/randevu.ics", interviews.calendar_file_from_page
    ),
    path("bilgi/<str:token>/", information.answer, name="information"),
    path(
        "basvurum/<str:token>/bilgi/",
        information.answer_from_page,
        name="application_information",
    ),
    path("belge/", certificates.find_certificate, name="find_certificate"),
    path("belge/<str:code>/", certificates.show_certificate, name="verify_certificate"),
    path(
        "takvim/<str:token>/takvim.ics", feeds.interviewers_feed, name="interview_feed"
    ),
    path("randevu/<str:token>/", interviews.choose_time, name="interview"),
    path("randevu/<str:token>/iptal/", interviews.give_up, name="give_up"),
    path("randevu/<str:token>/randevu.ics", interviews.calendar_file, name="calendar"),
]
