"""Every address of the product, by app."""

from django.conf import settings
from django.urls import include, path

from wraparound.foundation.signin import link_views
from wraparound.site import views
from wraparound.site.api import api
from wraparound.site.link_views import open_link

urlpatterns = [
    path("", views.home, name="home"),
    path("api/v1/", api.urls),
    path("agencies/", include("wraparound.foundation.partners.urls")),
    path("area/", include("wraparound.foundation.places.urls")),
    path("looks/", include("wraparound.outcomes.looks.urls")),
    path("open/", link_views.bring, name="bring_link"),
    path("open/<uuid:public_id>/", open_link, name="open_link"),
    path("health/", views.health, name="health"),
    path("", include("wraparound.foundation.signin.urls")),
    path("", include("wraparound.foundation.staffing.urls")),
    path("notices/", include("wraparound.foundation.notifications.urls")),
    path("", include("wraparound.outcomes.card.urls")),
    path("find/", include("wraparound.outcomes.finding.urls")),
    path("", include("wraparound.outcomes.kin.urls")),
    path("feeds/", include("wraparound.outcomes.feeds.urls")),
    path("openings/", include("wraparound.outcomes.openings.urls")),
    path("", include("wraparound.outcomes.index.urls")),
    path("", include("wraparound.outcomes.shields.urls")),
    path("cases/", include("wraparound.delivery.caseloads.urls")),
    path("contacts/", include("wraparound.delivery.contacts.urls")),
    path("", include("wraparound.delivery.contacts.device_urls")),
    path("universal/", include("wraparound.delivery.universal.urls")),
    path("team/", include("wraparound.delivery.supervision.urls")),
    path("attendance/", include("wraparound.delivery.attendance.urls")),
    path("transfers/", include("wraparound.delivery.transfers.urls")),
    path("directory/", include("wraparound.delivery.families.urls")),
    path("services/", include("wraparound.delivery.enquiries.urls")),
    path("entries/", include("wraparound.delivery.upkeep.urls")),
    path("openreferral/", include("wraparound.delivery.openreferral.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("style/", include("wraparound.foundation.ui.urls")))
