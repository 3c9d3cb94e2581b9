from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    name = "wraparound.outcomes.succession"
    label = "succession"
