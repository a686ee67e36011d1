from django.urls import path

from messaging.views import renew, renewed

app_name = "messaging"

urlpatterns = [
    path("baglanti/", renew, name="renew"),
    path("baglanti/istendi/", renewed, name="renewed"),
]
