from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "wraparound.foundation.notifications"
    label = "notifications"
