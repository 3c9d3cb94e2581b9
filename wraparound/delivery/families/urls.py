"""Addresses of families and young people: all public."""

from django.urls import URLPattern

app_name = "families"
urlpatterns: list[URLPattern] = []
