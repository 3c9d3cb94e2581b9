"""How old a child is for the rules that turn on it. Pure: today is passed in."""

from datetime import date

ADULT_AGE, LAST_AGE = 18, 25
"""At 18 a record leaves search; with open work or the person's consent, at 25 (access.md section 4.5)."""


def years_before(day: date, years: int) -> date:
    """Return the day of birth of somebody who turns `years` on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
