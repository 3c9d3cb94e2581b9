"""Addresses of openreferral: the open interface."""

from django.urls import path, re_path

from wraparound.delivery.openreferral import api

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
    re_path("^(?!feeds|imports|left-out)", api.nothing, name="nothing"),
]
