"""Names sent in capitals are shown as names are written; every other is shown as it was sent."""

import pytest

from tests.factories import make_agency, make_child, make_source, say
from wraparound.outcomes.children.models import Name
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.spelling import shown_name

WRITTEN = {
    ("SAM", "MCDONALD"): "Sam McDonald",
    ("SAM", "MACDONALD"): "Sam Macdonald",
    ("MACEY", "MACE"): "Macey Mace",
    ("MC", "MCA"): "Mc Mca",
    ("SIOBHÁN", "O'NEILL"): "Siobhán O'Neill",
    ("siobhán", "o’neill"): "Siobhán O’Neill",
    ("RIA", "D'SOUZA"): "Ria D'Souza",
    ("SA'AD", "AL-HASSAN"): "Sa'ad Al-Hassan",
    ("O'", "N"): "O' N",
    ("ANNE-MARIE", "SMITH-JONES"): "Anne-Marie Smith-Jones",
    ("ANNE - MARIE", "O'NEILL-MCKEE"): "Anne - Marie O'Neill-McKee",
    ("JAN", "VAN DER BERG"): "Jan van der Berg",
    ("", "VAN DER BERG"): "Van der Berg",
    ("ANA", "DE SOUZA"): "Ana de Souza",
    ("AN VAN", "LE"): "An Van Le",
    ("VAN", "DE"): "Van De",
    ("LI", ""): "Li",
    ("", "MOHAMED"): "Mohamed",
    ("", ""): "",
    ("ZOE\u0308", "O\u0323\u0301LA"): "Zoë Ọ́la",
    ("SAMANTHA (SAM)", "ST JOHN"): "Samantha (Sam) St John",
    ("amara grace", "okafor"): "Amara Grace Okafor",
    ("AMARA", "OKAFOR 2"): "Amara Okafor 2",
    ("李", "小龙"): "李 小龙",
}
AS_SENT = [
    ("Amara", "Okafor"),
    ("DeShawn", "MacDonald"),
    ("Amara", "OKAFOR"),
    ("AJ", "Smith"),
    ("Ria", "d'Souza"),
    ("jan", "van der Berg"),
]


@pytest.mark.parametrize(("sent", "shown"), WRITTEN.items(), ids=lambda each: " ".join(each))
def test_a_name_in_one_case_is_shown_as_it_is_written(sent: tuple[str, str], shown: str) -> None:
    assert shown_name(Name(given_names=sent[0], family_name=sent[1])) == shown


@pytest.mark.parametrize("sent", AS_SENT, ids=" ".join)
def test_any_other_name_is_shown_as_it_was_sent(sent: tuple[str, str]) -> None:
    assert shown_name(Name(given_names=sent[0], family_name=sent[1])) == " ".join(sent)


@pytest.mark.django_db
def test_a_child_is_named_by_the_spelling_that_says_how_it_is_written() -> None:
    child = make_child("DESHAWN", "MACDONALD")
    name = Name.objects.get(source__child=child)
    assert labels_of([child.pk])[child.pk].name == "Deshawn Macdonald"
    assert (name.given_names, name.family_name) == ("DESHAWN", "MACDONALD"), "what was sent stays"
    say(make_source(child, make_agency()), Name, given_names="DeShawn", family_name="MacDonald")
    say(make_source(child, make_agency()), Name, given_names="DESHAWN", family_name="MACDONALD")
    label = labels_of([child.pk])[child.pk]
    assert (label.name, label.other_names) == ("DeShawn MacDonald", ())


@pytest.mark.django_db
def test_a_known_name_in_capitals_stands_before_a_family_name_that_is_not() -> None:
    child = make_child("Samantha", "Okafor")
    say(child.sources.get(), Name, kind="known_as", given_names="SAM")
    say(child.sources.get(), Name, kind="former", given_names="SAMANTHA", family_name="O'BRIEN")
    label = labels_of([child.pk])[child.pk]
    assert label.name == "Sam Okafor"
    assert set(label.other_names) == {"Samantha Okafor", "Samantha O'Brien", "Sam"} - {label.name}
