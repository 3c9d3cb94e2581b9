"""One look-up as it was typed, from separate fields or from one box."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from . import dates, numbers, places
from .words import fold, name_words


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, in one form. Words of `given` and `family` know their role, `words` do not."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    birth: date | None = None
    years: tuple[int, ...] = ()
    """Birth years that fit: one when the year was typed, two when an age was; likelier first."""
    sex: str = ""
    postcode: str = ""
    outward: str = ""
    street: str = ""
    address: str = ""
    """The dwelling: numbers and street; '' when no number was typed."""
    nhs: str = ""
    upn: str = ""
    own: str = ""
    telephone: str = ""
    carer: tuple[str, str] = ("", "")
    unread: tuple[str, ...] = field(default=())
    """What was typed and could not be understood."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name word, given names first."""
        return self.given + self.family + self.words


def from_fields(
    *, today: date, given_names: str = "", family_name: str = "", date_of_birth: str | date | None = None,
    year_of_birth: str | int | None = None, age: str | int | None = None, sex: str = "", postcode: str = "",
    address: str = "", nhs_number: str = "", upn: str = "", own_number: str = "", telephone: str = "",
    carer_given_names: str = "", carer_family_name: str = "",
) -> Query:  # fmt: skip
    """Return the query that separate fields ask; what cannot be understood is named in `unread`."""
    unread: list[str] = []
    birth = date_of_birth if isinstance(date_of_birth, date) else None
    years: tuple[int, ...] = ()
    if isinstance(date_of_birth, str) and date_of_birth.strip():
        birth = dates.parse(date_of_birth, today)
        if birth is None and re.fullmatch(r"\s*\d{4}\s*", date_of_birth):
            years = (int(date_of_birth),)
        elif birth is None:
            unread.append("date_of_birth")
    if birth is not None:
        years = (birth.year,)
    elif year_of_birth and str(year_of_birth).strip().isdigit():
        years = (dates.full_year(int(year_of_birth), today),)
    elif age not in (None, "") and str(age).strip().isdigit():
        years = dates.years_of_age(int(age), today)  # type: ignore[arg-type]
    checked = {"nhs_number": (nhs_number, numbers.nhs_typed), "upn": (upn, numbers.upn)}
    unread += [name for name, (typed, read) in checked.items() if typed.strip() and not read(typed)]
    if postcode.strip() and not places.outward(postcode):
        unread.append("postcode")
    return Query(
        given=name_words(given_names)[:4], family=name_words(family_name)[:4], birth=birth, years=years,
        sex=sex.strip().upper()[:1] if sex.strip().upper()[:1] in {"M", "F"} else "",
        postcode=places.postcode(postcode), outward=places.outward(postcode),
        street=places.street(address), address=places.address(address),
        nhs=numbers.nhs_typed(nhs_number), upn=numbers.upn(upn), own=numbers.own(own_number),
        telephone=numbers.telephone(telephone), carer=(carer_given_names, carer_family_name),
        unread=tuple(unread),
    )  # fmt: skip


_SEXES = {"girl": "F", "female": "F", "f": "F", "boy": "M", "male": "M", "m": "M"}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?<![a-z0-9])(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{2,4}})(?!\d)"
)
_AGE = r"\b(?:aged?\s*(\d{1,2})|(\d{1,2})\s*(?:years?\s*old|yrs?\s*old|y/?o|yrs?|years?))\b"
_POSTCODE = r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b"
_LONG_NUMBER = r"\+?\d[\d ]{8,14}\d"
_UPN = r"\b[a-z]\d{11}[a-z0-9]\b"


class _Box:
    """The text of the box while its parts are taken out of it."""

    def __init__(self, text: str) -> None:
        self.text = " " + fold(text) + " "

    def take(self, pattern: str) -> re.Match[str] | None:
        """Return the first match of `pattern` and cut it out of the text."""
        match = re.search(pattern, self.text)
        if match:
            self.text = self.text[: match.start()] + " " + self.text[match.end() :]
        return match


def from_box(text: str, today: date) -> Query:
    """Return what one line of free text asks: names, dates, age, postcode, numbers, in any order."""
    box = _Box(text)
    query = Query()
    if (found := box.take(_DATE)) and (birth := dates.parse(re.sub(r"\s+", " ", found.group()), today)):
        query = replace(query, birth=birth, years=(birth.year,))
    if found := box.take(_UPN):
        query = replace(query, upn=numbers.upn(found.group()))
    if found := box.take(_POSTCODE):
        query = replace(query, postcode=places.postcode(found.group()), outward=places.outward(found.group()))
    if found := box.take(_LONG_NUMBER):
        typed = re.sub(r"\s", "", found.group())
        is_telephone = typed.startswith(("0", "+44"))
        query = replace(query, telephone=numbers.telephone(typed)) if is_telephone else replace(
            query, nhs=numbers.nhs(typed), own="" if numbers.nhs(typed) else typed
        )  # fmt: skip
    if (found := box.take(_AGE)) and not query.years:
        age = int(found.group(1) or found.group(2))
        query = replace(query, years=dates.years_of_age(age, today))
    return _loose_words(box.text, query, today)


def _loose_words(text: str, query: Query, today: date) -> Query:
    """Read what is left of the box word by word."""
    names: list[str] = []
    for piece in re.split(r"[\s,;]+", text.strip()):
        if piece.isdigit() and len(piece) == 4 and 1990 <= int(piece) <= today.year + 1 and not query.years:
            query = replace(query, years=(int(piece),))
        elif piece.isdigit() and len(piece) <= 2 and int(piece) <= 25 and not query.years:
            query = replace(query, years=dates.years_of_age(int(piece), today))
        elif any(sign.isdigit() for sign in piece):
            code = places.outward(piece)
            if code and not query.outward:
                query = replace(query, outward=code)
            elif not query.own:
                query = replace(query, own=numbers.own(piece))
            else:
                query = replace(query, unread=(*query.unread, piece))
        elif piece in _SEXES and not query.sex:
            query = replace(query, sex=_SEXES[piece])
        elif piece:
            names.append(piece)
    return replace(query, words=name_words(" ".join(names))[:6])
