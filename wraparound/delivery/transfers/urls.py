"""Addresses of moves of services."""

from django.urls import path

from wraparound.delivery.transfers import views

app_name = "transfers"
urlpatterns = [
    path("", views.transfers, name="transfers"),
    path("new/", views.choose, name="choose"),
    path("new/plan/", views.plan, name="plan"),
    path("families/", views.families, name="families"),
    path("families/<uuid:public_id>/", views.answer, name="answer"),
    path("coming/", views.coming, name="coming"),
    path("coming/<uuid:public_id>/", views.post, name="post"),
    path("<uuid:public_id>/", views.transfer, name="transfer"),
    path("<uuid:public_id>/agree/", views.agree, name="agree"),
    path("<uuid:public_id>/stop/", views.stop, name="stop"),
]
