"""Every address of the product, by app."""

from django.urls import path

from wraparound.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
]
