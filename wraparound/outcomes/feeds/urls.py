"""Addresses of feeds."""

from django.urls import path

from wraparound.outcomes.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.loads, name="loads"),
    path("new/", views.send, name="send"),
    path("<uuid:public_id>/", views.load, name="load"),
    path("<uuid:public_id>/progress/", views.progress, name="progress"),
    path("<uuid:public_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:public_id>/endings/", views.accept, name="accept"),
    path("<uuid:public_id>/stop/", views.stop, name="stop"),
]
