from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "wraparound.foundation.figures"
    label = "figures"
