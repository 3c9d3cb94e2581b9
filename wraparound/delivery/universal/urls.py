"""Addresses of universal."""

from django.urls import URLPattern

app_name = "universal"
urlpatterns: list[URLPattern] = []
