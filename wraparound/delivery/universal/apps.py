from django.apps import AppConfig


class UniversalConfig(AppConfig):
    name = "wraparound.delivery.universal"
    label = "universal"
