from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "wraparound.foundation.partners"
    label = "partners"
