"""Taxonomies and their terms, as Open Referral gives them out and pages filter by them."""

import uuid

from django.db import models


class Named(models.Model):
    """Something with a random id that the whole world may hold: Open Referral gives it out."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Taxonomy(Named):
    """A list of terms: kinds of service, needs, topics that young people chose, or another area's."""

    class Use(models.TextChoices):
        """What pages do with its terms."""

        KIND = "kind", "Kinds of service"
        NEED = "need", "Needs"
        TOPIC = "topic", "Young people's topics"
        OTHER = "other", "Another list"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField()
    use = models.CharField(max_length=6, choices=Use.choices, default=Use.OTHER)

    class Meta:
        verbose_name_plural = "taxonomies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Term(Named):
    """One term of a taxonomy; `code` is what data and questions name it by (`childcare-nursery`)."""

    taxonomy = models.ForeignKey(Taxonomy, models.PROTECT, related_name="terms", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    description = models.TextField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(name="one_term_of_a_code", fields=["taxonomy", "code"])]

    def __str__(self) -> str:
        return self.name
