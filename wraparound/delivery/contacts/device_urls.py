"""Addresses at the root of the site that a browser asks for to work without a connection."""

from django.urls import path

from wraparound.delivery.contacts import offline_views

app_name = "device"
urlpatterns = [
    path("offline-worker.js", offline_views.worker, name="worker"),
    path("manifest.webmanifest", offline_views.manifest, name="manifest"),
]
