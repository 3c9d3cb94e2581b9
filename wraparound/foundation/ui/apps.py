from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "wraparound.foundation.ui"
    label = "ui"
