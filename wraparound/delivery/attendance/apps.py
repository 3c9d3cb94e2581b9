from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "wraparound.delivery.attendance"
    label = "attendance"
