from django.apps import AppConfig


class CardConfig(AppConfig):
    name = "wraparound.outcomes.card"
    label = "card"
