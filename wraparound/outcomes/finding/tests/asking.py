"""What the tests of the pages of finding share: a filed child, a search, a press."""

import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_child
from wraparound.outcomes.children.models import Child
from wraparound.outcomes.finding.refiling import refile

TYPED = {"box": "amara okafor 2019", "reason": "contact"}


def filed(*given, **values) -> Child:
    child = make_child(*given, **values)
    refile([child.pk], now=timezone.now())
    return child


def ask(client: Client, **typed: str):
    return client.post(reverse("finding:search"), {**TYPED, **typed})


def found(client: Client, **typed: str) -> str:
    reply = ask(client, **typed)
    assert reply.status_code == 302, reply.text
    return client.get(reply.url).text


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>\s*([^<]+?)\s*<', page)


def without_nonces(page: str) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


def press_open(client: Client, child: Child, how: str = "child", **typed: str):
    results = ask(client, **typed).url
    return client.post(f"{results}open/", {how: str(child.public_id)})
