from django.urls import path

from people.views import show_notice

app_name = "people"

urlpatterns = [path("aydinlatma/<int:pk>/", show_notice, name="notice")]
