"""What a young person looks for, sealed into an address: the history of the browser shows no word of it."""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken

from wraparound.foundation.ui.sealing import seal_for

HOLDS_SECONDS = 2 * 60 * 60
"""After so long an address opens the first page instead: whoever finds it later learns nothing."""
PURPOSE = "wraparound.young people's searches"


@dataclass(frozen=True)
class Wish:
    """What was looked for."""

    words: str = ""
    postcode: str = ""
    topic: str = ""


def seal(wish: Wish) -> str:
    """Return what stands in the address."""
    return seal_for(PURPOSE).encrypt(json.dumps(asdict(wish)).encode()).decode().rstrip("=")


def opened(sealed: str) -> Wish | None:
    """Return what was looked for, or None when it was too long ago or is not ours."""
    try:
        text = seal_for(PURPOSE).decrypt(sealed + "=" * (-len(sealed) % 4), ttl=HOLDS_SECONDS)
    except InvalidToken:
        return None
    return Wish(**json.loads(text))
