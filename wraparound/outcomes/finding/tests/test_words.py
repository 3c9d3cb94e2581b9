import pytest

from wraparound.outcomes.finding.engine.sounds import sound
from wraparound.outcomes.finding.engine.words import name_words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("O'Neill", ("oneill",)), ("O’Neill", ("oneill",)), ("O Neill", ("oneill",)), ("Mc Donald", ("mcdonald",)),
        ("al-Hassan", ("hassan",)), ("Abd al-Rahman", ("abdrahman",)), ("Smith-Jones", ("smith", "jones")),
        ("Łukasz Müller", ("lukasz", "muller")), ("Baby of Amina", ("amina",)), ("Baby boy", ()), ("", ()),
        ("Al", ("al",)), ("S0hrab", ("sohrab",)), ("NARGI5", ("nargis",)), ("Bin", ("bin",)), ("Nguyễn Thị", ("nguyen", "thi")), ("🙂", ()),
    ],
)  # fmt: skip
def test_a_name_is_brought_to_plain_words(written: str, words: tuple[str, ...]) -> None:
    assert name_words(written) == words


@pytest.mark.parametrize(
    "spellings",
    [
        "mohammed muhammad mohamed maxamed mohamad md", "oneill oneil", "kowalski kowalska kovalski",
        "hassan xasan hasan", "siobhan shivaun shivon", "nguyen nuyen", "wang wong",
        "abdulrahman abdurrehman abdirahman abdirahmaan", "yusuf yousef yousuf", "ali cali aly",
        "fatima fatimah fathima faadumo", "mcdonald macdonald", "aisha ayesha aysha caasha", "singh sing",
        "hussain hussein xuseen", "katherine catherine kathryn", "pawel pavel", "edward edvard", "ozhegov ozegov", "stephen steven", "xiao shao",
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(spellings: str) -> None:
    assert len({sound(word) for word in spellings.split()}) == 1


def test_names_that_are_said_differently_do_not_sound_alike() -> None:
    different = ["mohammed", "ahmed", "smith", "jones", "kowalski", "nowak", "patel", "khan", "chen", "wang"]
    assert len({sound(word) for word in different}) == len(different)
