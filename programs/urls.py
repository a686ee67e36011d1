"""Public addresses: neutral words, they stay in a browser's history."""

from django.urls import path

app_name = "programs"
urlpatterns: list = []
