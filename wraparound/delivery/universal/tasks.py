"""Background jobs of universal services: keeping populations in step with links and lists."""

from django.utils import timezone
from django_tasks import task

from wraparound.delivery.universal import keeping, served
from wraparound.foundation.area.jobs import give_way


@task
def keep_all() -> int:
    """Look at every child, each night; return how many came into a population or began to leave one."""
    give_way()
    made = keeping.keep_all(now=timezone.now())
    return made.given + made.left


@task
def keep_changed() -> int:
    """Look at the children of whom a school or practice was said lately; return how many came or left."""
    give_way()
    made = keeping.keep_changed(now=timezone.now())
    return made.given + made.left if made else 0


@task
def keep_link(link_id: int) -> None:
    """Give a team the children of a link that was added or ended."""
    give_way()
    if link := served.links().filter(pk=link_id).first():
        keeping.keep_link(link, now=timezone.now())
