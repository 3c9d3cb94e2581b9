"""Every address of the product, by app."""

from django.urls import path

from wraparound.site import views
from wraparound.site.api import api

urlpatterns = [
    path("", views.home, name="home"),
    path("api/v1/", api.urls),
    path("health/", views.health, name="health"),
]
