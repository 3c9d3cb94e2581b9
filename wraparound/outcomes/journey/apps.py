from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "wraparound.outcomes.journey"
    label = "journey"
