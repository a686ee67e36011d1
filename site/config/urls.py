"""Where everything is mounted. Path words are neutral: they stay in a history."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images.api.v2.views import ImagesAPIViewSet

from config.api import api
from people.viewsets.site_history import site_history_urls

pages_api = WagtailAPIRouter("wagtailapi")
pages_api.register_endpoint("pages", PagesAPIViewSet)
pages_api.register_endpoint("images", ImagesAPIViewSet)

urlpatterns = [
    # Before Wagtail's own, at its addresses: what it lists is narrowed to the viewer.
    *site_history_urls("yonetim/reports/site-history/"),
    path("yonetim/", include(wagtailadmin_urls)),
    path("belgeler/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("api/v2/", pages_api.urls),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
]
urlpatterns += i18n_patterns(
    path("", include("people.urls")),
    path("", include("pages.urls")),
    path("", include("volunteers.urls")),
    path("", include("programs.urls")),
    path("", include("rights.urls")),
    path("", include("messaging.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
