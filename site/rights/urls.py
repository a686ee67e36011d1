"""Public addresses: neutral words, they stay in a browser's history."""

from django.urls import path

from rights.views import entry, own

app_name = "rights"

urlpatterns = [
    path("bilgilerim/", entry.ask, name="ask"),
    path("bilgilerim/istendi/", entry.asked, name="asked"),
    path("bilgilerim/gonder/", entry.send, name="send"),
    path("bilgilerim/okundu/", entry.note_notice, name="note_notice"),
    path("bilgilerim/ac/<str:token>/", entry.open_page, name="open"),
    path("bilgilerim/adres/<str:token>/", entry.confirm, name="confirm_address"),
    path("bilgilerim/izin/<str:token>/", entry.withdraw, name="withdraw_consent"),
    path("bilgilerim/sayfa/", own.show, name="own"),
    path("bilgilerim/sayfa/duzelt/", own.correct, name="correct"),
    path("bilgilerim/sayfa/okundu/", own.note_notice, name="note_own_notice"),
    path("bilgilerim/sayfa/izin/<slug:key>/", own.set_consent, name="set_consent"),
    path("bilgilerim/sayfa/talep/", own.ask_request, name="request"),
    path("bilgilerim/sayfa/kapat/", own.close, name="close"),
    path("bilgilerim/sayfa/bilgilerim.json", own.download_data, name="download_data"),
    path(
        "bilgilerim/sayfa/bilgilerim.html",
        own.download_document,
        name="download_document",
    ),
]
