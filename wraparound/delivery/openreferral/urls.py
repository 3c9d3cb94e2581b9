"""Addresses of openreferral: the open interface, and the pages of feeds that are taken in."""

from django.urls import path, re_path

from wraparound.delivery.openreferral import api, views

app_name = "openreferral"
urlpatterns = [
    path("", api.about, name="about"),
    path("openapi.json", api.description, name="description"),
    re_path("^services/?$", api.services, name="services"),
    path("services/<str:key>", api.service, name="service"),
    re_path("^service_at_locations/?$", api.links, name="links"),
    path("service_at_locations/<str:key>", api.link, name="link"),
    re_path("^organizations/?$", api.organisations, name="organisations"),
    path("organizations/<str:key>", api.organisation, name="organisation"),
    re_path("^taxonomies/?$", api.taxonomies, name="taxonomies"),
    path("taxonomies/<str:key>", api.taxonomy, name="taxonomy"),
    re_path("^taxonomy_terms/?$", api.terms, name="terms"),
    path("taxonomy_terms/<str:key>", api.term, name="term"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/add/", views.save_feed, name="add_feed"),
    path("feeds/<uuid:public_id>/", views.save_feed, name="feed"),
    path("feeds/<uuid:public_id>/read/", views.read_now, name="read_now"),
    path("imports/<uuid:public_id>/", views.one_import, name="import"),
    path("imports/<uuid:public_id>/progress/", views.progress, name="progress"),
    path("imports/<uuid:public_id>/receipt/", views.receipt, name="receipt"),
    path("imports/<uuid:public_id>/end/", views.end_gone, name="end_gone"),
    path("imports/<uuid:public_id>/keep/", views.keep_all, name="keep_all"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/decided/", views.decided, name="decided"),
    path("proposals/<uuid:public_id>/", views.proposal, name="proposal"),
    path("proposals/<uuid:public_id>/<slug:answer>/", views.decide, name="decide"),
    path("left-out/", views.left_out, name="left_out"),
    re_path("^(?!feeds|imports|proposals|left-out)", api.nothing, name="nothing"),
]
