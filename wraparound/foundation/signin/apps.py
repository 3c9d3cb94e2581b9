from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "wraparound.foundation.signin"
    label = "signin"
