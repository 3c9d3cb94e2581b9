"""Which rows hang on a child, and moving them so that the move can be undone.

Every key to `Child` in the whole product is found from the models themselves, so a table that an outer ring
adds later is moved too. What stays is named here, with why.
"""

from collections.abc import Iterator

from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from wraparound.outcomes.children.models import Child
from wraparound.outcomes.index.models import Merge, MergeStep, Pair

STAYS = frozenset(
    {
        "children.child.merged_into",  # says where a record went; undone by its own merge
        "index.merge.kept",  # history
        "index.merge.other",  # history
        "access.adoption.before",  # an identity is never moved: such records are not joined
        "access.adoption.after",
    }
)
SOURCES = "children.sourcerecord.child"
GRANTS = "access.grant.child"
"""The tables whose rows carry the facts, and what may be seen because of them."""


def keys_to_a_child() -> Iterator[tuple[str, Field]]:
    """Yield each key to a child that a merge moves, with its name as `app.model.field`."""
    for relation in Child._meta.get_fields(include_hidden=True):
        if not relation.auto_created or not hasattr(relation, "field"):
            continue
        field = relation.field
        name = f"{field.model._meta.label_lower}.{field.name}"
        if name not in STAYS:
            yield name, field


def move(merge: Merge, *, origin: Child, to: Child) -> None:
    """Move every row of `origin` to `to`, and keep which."""
    for name, field in keys_to_a_child():
        _move_rows(merge, name, field, _rows(field, origin, to), to)


def move_rows(merge: Merge, name: str, rows: QuerySet[Model], to: Child) -> None:
    """Move some rows of one table, and keep which."""
    _move_rows(merge, name, _field(name), rows, to)


def move_back(merge: Merge, *, origin: Child, to: Child) -> None:
    """Move the rows that a merge moved back to where they came from, as far as they still are at `origin`."""
    for step in merge.steps.all():
        field = _field(step.table)
        rows = field.model._default_manager.filter(pk__in=step.rows, **{field.name: origin})
        if field.model is Pair:
            rows = _not_colliding(rows, field, to)
        rows.update(**{field.name: to})


def moved(merge: Merge, name: str) -> list[int]:
    """Return the keys of the rows of one table that a merge moved."""
    return [key for step in merge.steps.filter(table=name) for key in step.rows]


def _move_rows(merge: Merge, name: str, field: Field, rows: QuerySet[Model], to: Child) -> None:
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    MergeStep.objects.create(merge=merge, table=name, rows=keys)
    field.model._default_manager.filter(pk__in=keys).update(**{field.name: to})


def _rows(field: Field, origin: Child, to: Child) -> QuerySet[Model]:
    rows = field.model._default_manager.filter(**{field.name: origin})
    return _not_colliding(rows, field, to) if field.model is Pair else rows


def _not_colliding(pairs: QuerySet[Model], field: Field, to: Child) -> QuerySet[Model]:
    """Leave out pairs that would be of one child, or that already wait about the other."""
    other = "child_b" if field.name == "child_a" else "child_a"
    asked = Pair.objects.filter(Q(child_a=to) | Q(child_b=to), state__in=["open", "asked"])
    known = {child for pair in asked.values_list("child_a", "child_b") for child in pair}
    waiting = Q(state__in=["open", "asked"], **{f"{other}__in": known})
    return pairs.exclude(**{other: to}).exclude(waiting)


def _field(name: str) -> ForeignKey:
    return dict(keys_to_a_child())[name]  # type: ignore[return-value]
