"""Addresses of the style page, included where DEBUG is on."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from wraparound.foundation.ui import views


class State(StringConverter):
    """One of the states of the style page."""

    regex = "empty|usual|crowded"


register_converter(State, "style_state")
app_name = "ui"
urlpatterns = [
    path("", views.style, name="style"),
    path("form/", views.style_form, name="style-form"),
    path("progress/", views.style_progress, name="style-progress"),
    path("<style_state:state>/", views.style, name="style-state"),
]
