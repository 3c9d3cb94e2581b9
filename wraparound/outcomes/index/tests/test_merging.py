"""A merge moves everything, and undoing it puts everything back."""

from datetime import timedelta

import pytest
from django.apps import apps

from tests.factories import (
    NOW,
    make_actor,
    make_child,
    make_grant,
    make_involvement,
    make_post,
    make_shield,
    make_source,
    make_team,
    say,
)
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.accounts.rules import Actor, Denied
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.changes import Conflict
from wraparound.outcomes.access.models import Adoption, Basis, Grant, Shield
from wraparound.outcomes.access.queries import live_shields, sight
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Child, Name
from wraparound.outcomes.children.queries import where_it_went
from wraparound.outcomes.index.joining.moves import STAYS, keys_to_a_child
from wraparound.outcomes.index.models import Correction, Merge, Pair
from wraparound.outcomes.index.queries import identities_of
from wraparound.outcomes.index.services.merging import merge, split, undo_merge

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def data_manager() -> Actor:
    return make_actor(role=Role.DATA_MANAGER)


def join(survivor: Child, loser: Child, actor: Actor | None = None, **given) -> Merge:
    survivor.refresh_from_db()
    loser.refresh_from_db()
    return merge(
        survivor=survivor, loser=loser, actor=actor or data_manager(), reason="One child", now=NOW,
        version=(survivor.version, loser.version), **given,
    )  # fmt: skip


def everything_of(child: Child) -> dict[str, list]:
    """Every row that hangs on the child, as it stands."""
    rows = {}
    for name, field in keys_to_a_child():
        found = field.model._default_manager.filter(**{field.name: child}).order_by("pk").values()
        rows[name] = list(found)
    return rows


def test_everything_moves_and_moves_back_exactly() -> None:
    team = make_team()
    worker = make_actor(team)
    kept, other = make_child("Amara"), make_child("Amarah")
    make_involvement(other, team)
    make_grant(worker, other, Basis.INVOLVEMENT, team=True)
    make_shield(other, level=Shield.Level.FULL, named=[worker])
    before = everything_of(kept), everything_of(other)
    joined = join(kept, other)
    other.refresh_from_db()
    assert (other.state, other.merged_into) == (Child.State.MERGED, kept)
    assert not any(rows for rows in everything_of(other).values())
    assert len(everything_of(kept)["children.sourcerecord.child"]) == 2
    assert sight(worker, kept.public_id) is not None
    assert sight(worker, other.public_id) is None
    assert where_it_went(other.public_id) == kept.public_id
    assert identities_of(kept.pk) == {kept.pk, other.pk}

    undo_merge(merge=joined, actor=data_manager(), reason="Two children", now=LATER)
    other.refresh_from_db()
    assert (other.state, other.merged_into) == (Child.State.LIVE, None)
    after = everything_of(kept), everything_of(other)
    told = {"access.shield.child", "journey.event.child"}
    for table in before[0]:
        if table not in told:
            assert after[0][table] == before[0][table], table
        if table != "journey.event.child":
            assert after[1][table] == before[1][table], table


def test_every_key_to_a_child_is_moved_or_named_as_staying() -> None:
    known = {name for name, _ in keys_to_a_child()} | STAYS
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Child:
                assert f"{model._meta.label_lower}.{field.name}" in known


def test_what_was_said_after_the_merge_follows_its_own_source_record() -> None:
    team = make_team()
    worker = make_actor(team)
    kept, other = make_child("Amara"), make_child("Amarah")
    source = other.sources.get()
    joined = join(kept, other)
    say(source, Name, given_names="Amarah Grace", family_name="Okafor", said_at=LATER)
    new = NewGrant(
        holder_id=worker.team_holder, child_id=kept.pk, basis=Basis.INVOLVEMENT, source_kind="source_record",
        source_id=source.pk,
    )  # fmt: skip
    write_grants([new], now=LATER)
    undo_merge(merge=joined, actor=data_manager(), reason="Two children", now=LATER)
    assert Name.objects.filter(source__child=other, given_names="Amarah Grace").exists()
    assert Grant.objects.get(source_kind="source_record").child == other


@pytest.mark.parametrize("shielded", ["kept", "other", "both"])
def test_a_shield_of_either_stands_on_both_after_merge_and_undo(shielded: str) -> None:
    kept, other = make_child("Amara"), make_child("Amarah")
    named = make_actor()
    for child in {"kept": [kept], "other": [other], "both": [kept, other]}[shielded]:
        make_shield(child, named=[named])
    joined = join(kept, other)
    assert live_shields(NOW).filter(child=kept).exists()
    undo_merge(merge=joined, actor=data_manager(), reason="Two children", now=LATER)
    for child in (kept, other):
        shield = live_shields(LATER).get(child=child)
        assert [name.post_id for name in shield.names.all()] == [named.post_id]


def test_the_same_form_sent_again_is_one_merge() -> None:
    kept, other = make_child(), make_child()
    joined = join(kept, other)
    again = merge(
        survivor=kept,
        loser=other,
        actor=data_manager(),
        reason="x",
        now=LATER,
        version=(1, 1),
        key=joined.key,
    )
    assert again == joined
    undo_merge(merge=joined, actor=data_manager(), reason="x", now=LATER)
    first = Merge.objects.get().undone_at
    undo_merge(merge=joined, actor=data_manager(), reason="y", now=LATER + timedelta(hours=1))
    assert Merge.objects.get().undone_at == first


def test_a_record_that_changed_meanwhile_is_not_joined() -> None:
    kept, other = make_child(), make_child()
    with pytest.raises(Conflict):
        merge(survivor=kept, loser=other, actor=data_manager(), reason="x", now=NOW, version=(1, 2))
    assert not Merge.objects.exists()


def test_only_a_data_manager_joins_and_never_identities_of_an_adoption() -> None:
    kept, other, third = make_child(), make_child(), make_child()
    with pytest.raises(Denied):
        join(kept, other, make_actor())
    adoption_team = make_team(holds_adoptions=True)
    Adoption.objects.create(before=other, after=kept, team=adoption_team, placed_at=NOW)
    with pytest.raises(Denied):
        join(kept, other, data_manager())
    with pytest.raises(Denied):
        join(kept, other, make_actor(adoption_team))
    with pytest.raises(Denied):
        join(third, other, data_manager())


def test_a_later_merge_must_be_undone_first() -> None:
    one, two, three = make_child(), make_child(), make_child()
    first = join(two, three)
    second = join(one, two)
    assert where_it_went(three.public_id) == one.public_id
    with pytest.raises(Denied):
        undo_merge(merge=first, actor=data_manager(), reason="x", now=LATER)
    undo_merge(merge=second, actor=data_manager(), reason="x", now=LATER)
    undo_merge(merge=first, actor=data_manager(), reason="x", now=LATER)
    assert Child.objects.filter(state=Child.State.LIVE).count() == 3


def test_whoever_saw_the_wrong_record_is_told_once_and_says_so() -> None:
    kept, other = make_child(), make_child()
    early, looker, manager = make_actor(), make_actor(), data_manager()
    audit.record_looks(verb="card", now=NOW - timedelta(hours=2), actor=early, child_ids=[kept.pk])
    joined = join(kept, other, manager)
    for minutes in (5, 10):
        at = NOW + timedelta(minutes=minutes)
        audit.record_looks(verb="card", now=at, actor=looker, child_ids=[kept.pk])
        audit.record_looks(verb="card", now=at, actor=manager, child_ids=[kept.pk])
    undo_merge(merge=joined, actor=manager, reason="Two children", now=LATER)
    told = Correction.objects.get()
    assert (told.post_id, told.first_seen_at) == (looker.post_id, NOW + timedelta(minutes=5))


def test_one_record_that_is_two_children_is_parted_and_can_be_joined_again() -> None:
    child = make_child("Amara")
    second = make_source(child)
    say(second, Name, given_names="Ayo", family_name="Okafor")
    make_shield(child)
    looker = make_actor()
    audit.record_looks(verb="card", now=NOW, actor=looker, child_ids=[child.pk])
    parted = split(child=child, sources=[second], actor=data_manager(), reason="x", now=LATER, version=1)
    assert list(parted.other.sources.all()) == [second]
    assert live_shields(LATER).filter(child=parted.other).exists()
    assert Correction.objects.get().post_id == looker.post_id
    undo_merge(merge=parted, actor=data_manager(), reason="x", now=LATER)
    assert child.sources.count() == 2
    with pytest.raises(Denied):
        child.refresh_from_db()
        split(child=child, sources=[], actor=data_manager(), reason="x", now=LATER, version=child.version)


def test_a_post_that_left_is_still_listed() -> None:
    kept, other = make_child(), make_child()
    post = make_post()
    from wraparound.foundation.accounts.queries import actor_of

    joined = join(kept, other)
    audit.record_looks(verb="card", now=NOW, actor=actor_of(post, now=NOW), child_ids=[kept.pk])
    post.ended_at = NOW
    post.save()
    undo_merge(merge=joined, actor=data_manager(), reason="x", now=LATER)
    assert Correction.objects.get().post == post


def test_a_record_that_may_be_a_shielded_child_is_not_joined_to_another_before_that_is_settled() -> None:
    hidden, third = make_child("Amara"), make_child("Zara")
    row = make_child("Amarah", state=Child.State.WAITING)
    make_shield(hidden)
    Pair.objects.create(child_a=row, child_b=hidden, kind=Pair.Kind.SHIELDED, created_at=NOW)
    with pytest.raises(Denied, match="Settle that pair first"):
        join(third, row)
    join(hidden, row)
    row.refresh_from_db()
    assert row.merged_into == hidden
