"""The trained model in force. Keys and records lie in tables of their own layout: see `storage`."""

from django.db import models


class TrainedModel(models.Model):
    """A model that this installation trained; the latest is in force, the shipped one where there is none."""

    version = models.CharField(max_length=60, unique=True)
    described = models.BinaryField(help_text="Weights and provenance, JSON.")
    names = models.BinaryField(help_text="Name words, counts and sounds, gzipped.")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "finding_model"

    def __str__(self) -> str:
        return self.version
