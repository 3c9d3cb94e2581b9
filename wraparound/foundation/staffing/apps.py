from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "wraparound.foundation.staffing"
    label = "staffing"
