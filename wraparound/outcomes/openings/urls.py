"""Addresses of openings: renewing, closing, and what waits for the day team."""

from django.urls import path

from wraparound.outcomes.openings import views

app_name = "openings"
urlpatterns = [
    path("<int:pk>/renew/", views.renew, name="renew"),
    path("<int:pk>/close/", views.close, name="close"),
    path("review/", views.to_review, name="to_review"),
    path("<int:pk>/reviewed/", views.review, name="review"),
]
