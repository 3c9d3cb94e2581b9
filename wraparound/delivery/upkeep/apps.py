from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "wraparound.delivery.upkeep"
    label = "upkeep"
