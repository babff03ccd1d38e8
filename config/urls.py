"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.api import api
from home.sitemaps import PageSitemap, ViewsSitemap
from home.views import healthz, robots
from practices.feeds import SearchFeed
from practices.views import permanent, search, suggest
from publishing.teams.account_views import to_forgotten_password, to_log_in

handler404 = "home.views.not_found"
handler500 = "home.views.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": PageSitemap, "views": ViewsSitemap}},
        name="sitemap",
    ),
    path("api/v1/", api.urls),
    path("p/<slug:key>", permanent, name="permanent"),
    # Wagtail's own doors know of no second factor.
    path("admin/login/", to_log_in),
    re_path("^admin/password_reset/", to_forgotten_password),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures alone: documents go through Wagtail's view, which checks who may have them.
    re_path(
        r"^media/(?P<path>(?:images|original_images)/[^/]+)$",
        cache_control(public=True, max_age=30 * 24 * 3600)(serve),
        {"document_root": settings.MEDIA_ROOT},
    ),
    *i18n_patterns(
        path(_("search/"), search, name="search"),
        path(_("search/suggest/"), suggest, name="suggest"),
        path(_("search/feed/"), SearchFeed(), name="feed"),
        path(_("wishes/"), include("practices.wishes.urls")),
        path(_("account/"), include("publishing.teams.account_urls")),
        path("", include("publishing.urls")),
        path("", include("adoption.urls")),
        path("_util/login/", to_log_in),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
