"""Addresses of finding a child; what is typed stands in none of them."""

from typing import Any

app_name = "finding"
urlpatterns: list[Any] = []
