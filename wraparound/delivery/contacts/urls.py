"""Addresses of contacts; no name, no number and no word of a child stands in them."""

from django.urls import path

from wraparound.delivery.contacts import (
    misplaced_views,
    offline_views,
    passage_views,
    planning_views,
    views,
    writing_views,
)

app_name = "contacts"
urlpatterns = [
    path("", views.diary, name="diary"),
    path("team/", views.team, name="team"),
    path("countersign/", views.to_countersign, name="to_countersign"),
    path("offline/", offline_views.offline, name="offline"),
    path("offline/key/", offline_views.offline_key, name="offline_key"),
    path("offline/today/", offline_views.offline_today, name="offline_today"),
    path("offline/send/", offline_views.offline_send, name="offline_send"),
    path("with/<uuid:public_id>/", views.of_child, name="of_child"),
    path("with/<uuid:public_id>/write/", writing_views.write, name="write"),
    path("with/<uuid:public_id>/plan/", planning_views.plan, name="plan"),
    path("with/<uuid:public_id>/draft/", writing_views.keep_draft, name="keep_draft"),
    path("with/<uuid:public_id>/start-again/", writing_views.forget_draft, name="forget_draft"),
    path("<uuid:public_id>/", writing_views.contact, name="contact"),
    path("<uuid:public_id>/write-up/", writing_views.change, name="change"),
    path("<uuid:public_id>/move/", planning_views.move, name="move"),
    path("<uuid:public_id>/call-off/", planning_views.call_off, name="call_off"),
    path("<uuid:public_id>/keep-apart/", passage_views.keep_apart, name="keep_apart"),
    path("<uuid:public_id>/wrong-child/", misplaced_views.wrong_child, name="wrong_child"),
    path("passages/<uuid:public_id>/", passage_views.lift, name="lift"),
    path("<uuid:public_id>/countersign/", views.countersign, name="countersign"),
]
