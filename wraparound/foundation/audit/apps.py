from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wraparound.foundation.audit"
    label = "audit"
