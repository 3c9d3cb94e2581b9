"""Every address of the product, by app."""

urlpatterns: list = []
