from django.urls import path

from messaging.views import provider_notice, renew, renewed, sms_report

app_name = "messaging"

urlpatterns = [
    path("baglanti/", renew, name="renew"),
    path("baglanti/istendi/", renewed, name="renewed"),
    path("bildirim/", provider_notice, name="provider_notice"),
    path("bildirim/sms/<str:secret>/", sms_report, name="sms_report"),
]
