"""Addresses of the index; no name and no number of a child stands in them."""

from django.urls import path

from wraparound.outcomes.index import making_views, merge_views, views

app_name = "index"
urlpatterns = [
    path("duplicates/", views.pairs, name="pairs"),
    path("duplicates/propose/", views.propose, name="propose"),
    path("duplicates/joined/", merge_views.merges, name="merges"),
    path("duplicates/joined/<uuid:key>/", merge_views.merge, name="merge"),
    path("duplicates/<uuid:key>/", views.pair, name="pair"),
    path("corrections/", merge_views.corrections, name="corrections"),
    path("corrections/<uuid:key>/", merge_views.correction, name="correction"),
    path("corrections/<uuid:key>/known/", merge_views.acknowledge_correction, name="acknowledge"),
    path("find/<uuid:search_id>/create/", making_views.create, name="create"),
    path("children/<uuid:public_id>/part/", merge_views.split, name="split"),
    path("children/<uuid:public_id>/facts/", making_views.facts, name="facts"),
    path("children/<uuid:public_id>/facts/<slug:kind>/", making_views.fact, name="add_fact"),
    path("children/<uuid:public_id>/facts/<slug:kind>/<uuid:key>/", making_views.fact, name="fact"),
]
