"""The style page, which only DEBUG has otherwise."""

from django.urls import include, path

urlpatterns = [path("style/", include("wraparound.foundation.ui.urls"))]
