from django.apps import AppConfig


class OpenreferralConfig(AppConfig):
    name = "wraparound.delivery.openreferral"
    label = "openreferral"
