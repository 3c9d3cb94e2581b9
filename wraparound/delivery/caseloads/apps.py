from django.apps import AppConfig


class CaseloadsConfig(AppConfig):
    name = "wraparound.delivery.caseloads"
    label = "caseloads"
