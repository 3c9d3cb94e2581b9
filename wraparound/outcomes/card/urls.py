"""Addresses of one child's pages; no name and no number stands in them."""

from django.urls import path

from wraparound.outcomes.card import opening_views, ring_views, views

app_name = "card"
urlpatterns = [
    path("children/", views.children, name="children"),
    path("children/<uuid:public_id>/", views.card, name="card"),
    path("children/<uuid:public_id>/involved/", views.involved, name="involved"),
    path("children/<uuid:public_id>/journey/", views.journey, name="journey"),
    path("children/<uuid:public_id>/record/", views.record, name="record"),
    path("children/<uuid:public_id>/who-can-see/", views.who_can_see, name="who_can_see"),
    path("children/<uuid:public_id>/whereabouts/", opening_views.whereabouts, name="whereabouts"),
    path("children/<uuid:public_id>/open/", opening_views.open_with_reason, name="open"),
    path("children/<uuid:public_id>/emergency/", opening_views.emergency, name="emergency"),
    path("children/<uuid:public_id>/closed-work/", opening_views.closed_work, name="closed_work"),
    path("children/<uuid:public_id>/ring/<int:team_id>/", ring_views.ask, name="ring"),
    path("rings/<uuid:public_id>/", ring_views.request_to_ring, name="ring_request"),
]
