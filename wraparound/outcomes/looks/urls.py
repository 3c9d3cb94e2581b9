"""Addresses of the record of who did and saw what."""

from django.urls import path

from wraparound.outcomes.looks import views

app_name = "audit"
urlpatterns = [
    path("", views.start, name="start"),
    path("everybody/", views.entries, name="entries"),
    path("mine/", views.own, name="own"),
    path("team/", views.team, name="team"),
    path("accounts/", views.accounts, name="accounts"),
    path("child/<uuid:public_id>/", views.child, name="child"),
    path("samples/", views.samples, name="samples"),
    path("samples/<uuid:public_id>/", views.sample, name="sample"),
]
