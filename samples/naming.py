"""How a family of each community names its members: whose name is passed on, and in which order."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from samples.vocabulary import Vocabulary, plain, vocabulary

Name = tuple[str, str]
"""Given names and family name, as an English record would hold them. Either may be empty, not both."""


@dataclass(slots=True)
class FamilyNames:
    """The parents' names and what the children's names are made from."""

    community: str
    words: Vocabulary
    father: Name
    mother: Name
    shared: str
    """The family name that children inherit, where the community has one; else the father's own name."""
    habit: float
    """Between 0 and 1: which of its community's habits this family follows, the same for all its children."""


Rule = Callable[[random.Random, FamilyNames, str, str], Name]


def found_family(
    rng: random.Random, community: str, vocabulary_of: Callable[[str], Vocabulary] = vocabulary
) -> FamilyNames:
    """Return the parents of a new family and how it names; its names are drawn from a vocabulary."""
    words = vocabulary_of(community)
    shared = words.family.draw(rng)
    father = words.given["M"].draw(rng)
    mother = words.given["F"].draw(rng)
    habit = rng.random()
    maiden = shared if rng.random() < 0.55 else words.family.draw(rng)
    names = FamilyNames(community, words, (father, shared), (mother, maiden), shared, habit)
    if community in PATRONYMIC:
        names.father, names.mother, names.shared = (father, shared), (mother, words.family.draw(rng)), father
    elif community in GENDERED:
        names.mother = (mother, _for_a_woman(community, maiden, married=maiden == shared))
    elif community == "sikh" and habit < 0.55:
        names.father, names.mother, names.shared = (father, "Singh"), (mother, "Kaur"), ""
    elif community in SUFFIXED and habit < 0.6:
        names.mother = (mother, rng.choice(words.lists["SUF F"]))
    elif community not in {"portuguese", "chinese", "vietnamese"} and habit > 0.93 and maiden != shared:
        names.shared = f"{maiden}-{shared}"
    elif maiden != shared and habit < 0.3:
        names.shared = maiden
    return names


def name_child(rng: random.Random, names: FamilyNames, sex: str) -> Name:
    """Return the name of one more child of a family."""
    given = names.words.given[sex].draw(rng)
    return RULES.get(names.community, _inherits)(rng, names, sex, given)


def _with_middle(rng: random.Random, names: FamilyNames, sex: str, given: str) -> str:
    """Return given names with a second one, unless it would be said twice."""
    middle = names.words.middle[sex].draw(rng)
    return given if middle in given.split() else f"{given} {middle}"


def _inherits(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if " " not in given and rng.random() < 0.78:
        given = _with_middle(rng, names, sex, given)
        if rng.random() < 0.08:
            given = _with_middle(rng, names, sex, given)
    return given, names.shared


def _keeps_one_given_name(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if rng.random() < 0.15:
        given = _with_middle(rng, names, sex, given)
    return given, names.shared


def _of_a_woman_or_man(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    given, family = _keeps_one_given_name(rng, names, sex, given)
    return given, _for_a_woman(names.community, family, married=False) if sex == "F" else family


def _for_a_woman(community: str, family: str, *, married: bool) -> str:
    if community == "polish":
        return re.sub(r"(s|c|dz)ki$", r"\1ka", family)
    if married:
        return re.sub(r"(as|us|is|ys)$", "ienė", family)
    return re.sub(
        r"ius$", "iūtė", re.sub(r"us$", "utė", re.sub(r"(is|ys)$", "ytė", re.sub(r"as$", "aitė", family)))
    )


def _somali(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    """Own name, father's, grandfather's: the last stands where a family name is asked for."""
    return f"{given} {names.shared}", names.father[1]


def _patronymic(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if names.habit < 0.2:
        return given, ""
    if names.habit < 0.5:
        return f"{given} {names.shared}", names.father[1]
    return given, names.shared


def _suffixed(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    """South Asian Muslim: a holy name before a boy's, a title after a girl's, so that siblings differ."""
    words = names.words
    if sex == "M":
        if rng.random() < (0.55 if names.habit < 0.4 else 0.15) and " " not in given:
            given = f"{words.lists['PRE M'][int(names.habit * 1000) % len(words.lists['PRE M'])]} {given}"
        elif rng.random() < 0.2:
            given = _with_middle(rng, names, sex, given)
        return given, names.father[1]
    if names.habit < 0.42:
        return given, words.lists["SUF F"][int(names.habit * 1000) % len(words.lists["SUF F"])]
    if rng.random() < 0.3:
        given = _with_middle(rng, names, sex, given)
    return given, names.shared


def _gujarati(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if names.habit < 0.4 and names.father[0] != given:
        given = f"{given} {names.father[0]}"
    return given, names.shared


def _sikh(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    title = "Kaur" if sex == "F" else "Singh"
    return (given, title) if names.habit < 0.55 else (f"{given} {title}", names.shared)


def _tamil(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if names.habit < 0.12:
        return f"{names.father[0][0]} {given}", ""
    if names.habit < 0.6:
        return given, names.father[0]
    return given, names.father[1]


def _chinese(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if names.habit < 0.45:
        given = f"{rng.choice(names.words.lists['ALSO ' + sex])} {given}"
    elif names.habit < 0.6:
        given = given.replace("-", " ")
    return given, names.father[1]


def _vietnamese(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if " " not in given and rng.random() < 0.7:
        given = " ".join(reversed(_with_middle(rng, names, sex, given).split()))
    if names.habit < 0.35:
        given = f"{rng.choice(names.words.lists['ALSO ' + sex])} {given}"
    family = names.father[1]
    return (given, family) if names.habit < 0.15 else (plain(given), plain(family))


def _arabic(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if names.habit < 0.35:
        given = f"{given} {names.father[0]}"
    elif names.habit < 0.42 and sex == "M":
        given = f"{given} bin {names.father[0]}"
    elif names.habit > 0.9 and sex == "M" and " " not in given:
        given = f"{rng.choice(names.words.lists['PRE M'])} {given}"
    return given, names.father[1]


def _afghan(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if names.habit < 0.4:
        return given, ""
    return given, names.father[1] if names.habit < 0.85 else names.father[0]


def _portuguese(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    if " " not in given and rng.random() < 0.4:
        given = _with_middle(rng, names, sex, given)
    if names.habit < 0.6 and names.mother[1] != names.father[1]:
        return given, f"{names.mother[1]} {names.father[1]}"
    return given, names.father[1]


def _traveller(rng: random.Random, names: FamilyNames, sex: str, given: str) -> Name:
    """Children carry a parent's name more often than not of others, so cousins are namesakes."""
    if rng.random() < 0.2:
        given = names.father[0] if sex == "M" else names.mother[0]
    if rng.random() < 0.35 and " " not in given:
        given = _with_middle(rng, names, sex, given)
    return given, names.shared


PATRONYMIC = {"somali", "eritrean_ethiopian"}
GENDERED = {"polish", "lithuanian"}
SUFFIXED = {"pakistani", "bangladeshi"}
RULES: dict[str, Rule] = {
    "polish": _of_a_woman_or_man, "lithuanian": _of_a_woman_or_man, "romanian": _keeps_one_given_name,
    "roma": _keeps_one_given_name, "turkish_kurdish": _keeps_one_given_name, "somali": _somali,
    "eritrean_ethiopian": _patronymic, "pakistani": _suffixed, "bangladeshi": _suffixed,
    "indian_hindu": _gujarati, "sikh": _sikh, "tamil": _tamil, "chinese": _chinese,
    "vietnamese": _vietnamese, "arabic": _arabic, "afghan": _afghan, "portuguese": _portuguese,
    "irish_traveller": _traveller,
}  # fmt: skip
