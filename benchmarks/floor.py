"""The floor: a Django application that does nothing but the least. A limit, no rival.

/html      30 KB of fixed HTML, no query
/select    the same after one SELECT
/seat      a guarded UPDATE of one hot row and an INSERT, in one transaction
"""

import os

import dj_database_url
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of-the-floor",  # noqa: S106  (it protects nothing)
)

HTML = b"<!doctype html><title>Floor</title>" + b"<p>Lorem ipsum dolor.</p>" * 1200
TABLES = """
    CREATE TABLE departure (id int PRIMARY KEY, name text, seats_left int);
    CREATE TABLE seat (id serial PRIMARY KEY, departure_id int, party int);
    INSERT INTO departure VALUES (1, 'one', 1000000);
"""


def html(request: HttpRequest) -> HttpResponse:
    return HttpResponse(HTML)


def select(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seats_left FROM departure WHERE id = 1")
        cursor.fetchone()
    return HttpResponse(HTML)


def seat(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE departure SET seats_left = seats_left - 1"
            " WHERE id = 1 AND seats_left >= 1"
        )
        if not cursor.rowcount:
            return JsonResponse({"code": "full"}, status=409)
        cursor.execute("INSERT INTO seat (departure_id, party) VALUES (1, 1)")
    return JsonResponse({"state": "confirmed"}, status=201)


urlpatterns = [path("html", html), path("select", select), path("seat", seat)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.cursor() as tables:
        tables.execute(TABLES)
