"""Addresses of attendance."""

from django.urls import path

from wraparound.delivery.attendance import views

app_name = "attendance"
urlpatterns = [
    path("", views.absent, name="absent"),
    path("child/<uuid:public_id>/", views.child, name="child"),
    path("child/<uuid:public_id>/ask/", views.ask, name="ask"),
    path("files/", views.lists, name="lists"),
    path("files/send/", views.send, name="send"),
    path("files/<uuid:public_id>/", views.receipt, name="receipt"),
]
