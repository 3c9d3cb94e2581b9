from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "wraparound.delivery.transfers"
    label = "transfers"
