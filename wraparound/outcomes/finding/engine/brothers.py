"""Names that several children of one family bear before a name of their own, as brothers bear Mohammed.

Such a name alone does not tell a child from a twin: of Mohammed Adil and Mohammed Ibrahim a list often says
no more than Mohammed.
"""

from collections.abc import Iterable

from .sounds import sound

BORNE_BY_SEVERAL = frozenset(
    {"ahmed", "ahmad", "syed", "sayed", "sayyid", "seyed", "sheikh", "shaikh", "shaykh", "abdul", "abdal",
     "noor", "nur", "nour", "bibi", "begum", "umm", "maria", "marie", "jose", "joao", "jean", "thi", "van",
     "singh", "kaur", "kumar", "devi", "mst"}
)  # fmt: skip
"""Of several languages; all spellings of Mohammed are known by their sound."""
MOHAMMED = sound("mohammed")


def tells_from_a_twin(given_names: Iterable[str]) -> bool:
    """Say whether given names hold one that is likely the child's own."""
    return any(word not in BORNE_BY_SEVERAL and sound(word) != MOHAMMED for word in given_names)
