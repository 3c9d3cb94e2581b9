from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "wraparound.delivery.supervision"
    label = "supervision"
