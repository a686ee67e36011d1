from django.urls import path

from pages.views import leave, search_pages

app_name = "pages"

urlpatterns = [
    path("ara/", search_pages, name="search"),
    path("cikis/", leave, name="exit"),
]
