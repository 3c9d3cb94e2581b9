"""Short and other forms of given names: an English library's, and those of the other communities."""

from functools import cache, lru_cache

from nicknames import NickNamer

COMMUNITIES = (
    "mohammed mohamed muhammad mo moh hamid", "abdulrahman abdirahman abdi abdul", "abdullahi abdi abdul",
    "fatima fatuma faduma fati fatou", "khadija khadijah dija", "aisha ayesha asha", "yusuf yousef joseph joe",
    "ibrahim ebrahim abraham ibby", "ismail ismael ishmael", "maryam mariam miriam mary", "musa moses", "isa jesus",
    "sulaiman suleiman solomon", "dawud daud dawood david", "yaqub yakub jacob", "zakariya zak zakaria",
    "katarzyna kasia kaska kate", "malgorzata gosia margaret", "aleksandra ola alex", "aleksander olek alex",
    "jakub kuba jacob", "zuzanna zuzia zuza susan", "stanislaw stas staszek", "agnieszka aga agnes",
    "tomasz tomek thomas tom", "piotr piotrek peter", "pawel pawelek paul", "michal michael mike", "jan janek john",
    "krzysztof krzys christopher chris", "wojciech wojtek", "magdalena magda", "anna ania anya anne", "hanna hania hannah",
    "joanna asia joasia", "barbara basia", "maria marysia mary", "natalia natalka nat", "karolina karola caroline",
    "mateusz matt matthew", "lukasz luke lucas", "szymon simon", "filip phil philip", "bartosz bartek", "antoni antek tony",
    "sean john shaun", "seamus james shamus", "liam william", "padraig patrick paddy pat", "brigid bridget biddy bridie",
    "siobhan joan", "mairead margaret", "eoin owen john", "aodhan aidan", "caoimhe keeva kiva", "michael mick mikey mike",
    "martin marty", "margaret maggie mags peggy", "bernadette bernie", "theresa tess teresa terri", "kathleen kath kay",
    "oluwaseun seun", "oluwatobi tobi", "oluwafemi femi", "oluwadamilola dami damilola", "oluwatimilehin timi",
    "chukwuemeka emeka", "chinonso nonso", "ifeoluwa ife", "temitope temi tope", "ayomide ayo mide", "olamide ola mide",
    "harpreet preeti", "gurpreet preet", "manpreet mani", "jaspreet jas", "simranjit simran", "ravinder ravi",
    "alexandru alex", "ionut ion john", "andreea andra", "gheorghe george", "vasile bill", "stefan steve",
)  # fmt: skip
"""Each line: forms that stand for one another."""


@cache
def _namer() -> NickNamer:
    return NickNamer()


@cache
def _communities() -> dict[str, frozenset[str]]:
    forms: dict[str, frozenset[str]] = {}
    for line in COMMUNITIES:
        together = frozenset(line.split())
        for word in together:
            forms[word] = forms.get(word, frozenset()) | together
    return forms


@lru_cache(maxsize=65536)
def forms_of(word: str) -> frozenset[str]:
    """Return the other forms of a given name: short for long, long for short; not the word itself."""
    namer = _namer()
    found = set(namer.nicknames_of(word)) | set(namer.canonicals_of(word)) | _communities().get(word, frozenset())
    return frozenset(form for form in found if form.isalpha()) - {word}
