"""Addresses of supervision; no name and no number of a child stands in them."""

from django.urls import path

from wraparound.delivery.supervision import answering_views, covering_views, views

app_name = "supervision"
urlpatterns = [
    path("", views.team, name="team"),
    path("quiet/", views.quiet, name="quiet"),
    path("quiet/<uuid:public_id>/", views.look_at, name="look"),
    path("decide/<uuid:public_id>/", views.decide, name="decide"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/<uuid:public_id>/", views.done, name="done"),
    path("handover/<uuid:public_id>/", views.handover, name="handover"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<uuid:public_id>/", views.session, name="session"),
    path("away/", covering_views.away, name="away"),
    path("away/add/", covering_views.add_absence, name="add_absence"),
    path("away/<uuid:public_id>/", covering_views.absence, name="absence"),
    path("away/<uuid:public_id>/back/", covering_views.back, name="back"),
    path("leaving/", covering_views.leaving, name="leaving"),
    path("leaving/<uuid:public_id>/", covering_views.leaver, name="leaver"),
    path("answer-for/", answering_views.answer_for, name="answer_for"),
    path("unwatched/", answering_views.unwatched, name="unwatched"),
]
