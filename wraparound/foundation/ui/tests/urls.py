"""The real addresses with the style page, which only DEBUG has."""

from django.urls import include, path

from wraparound.site.urls import urlpatterns as real

urlpatterns = [*real, path("style/", include("wraparound.foundation.ui.urls"))]
