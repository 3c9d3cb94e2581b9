"""Addresses of openings: renewing, closing, and what waits for the day team."""

from django.urls import path

from wraparound.outcomes.openings import views

app_name = "openings"
urlpatterns = [
    path("<uuid:public_id>/renew/", views.renew, name="renew"),
    path("<uuid:public_id>/close/", views.close, name="close"),
    path("review/", views.to_review, name="to_review"),
    path("<uuid:public_id>/reviewed/", views.review, name="review"),
]
