"""Addresses of notices."""

from django.urls import path

from wraparound.foundation.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="read_all"),
    path("<uuid:public_id>/", views.go, name="go"),
]
