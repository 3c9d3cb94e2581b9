"""Addresses of families and people kept out."""

from django.urls import path

from wraparound.outcomes.kin import views

app_name = "kin"
urlpatterns = [
    path("children/<uuid:public_id>/kept-to-us/", views.kept_to_us, name="kept_to_us"),
    path("my-home/", views.my_home, name="my_home"),
    path("children/<uuid:public_id>/kept-out/", views.kept_out, name="kept_out"),
    path("children/<uuid:public_id>/kept-out/<uuid:block>/end/", views.let_in, name="let_in"),
]
