"""Tags and filters for words: the vocabulary, ages, dates and telephone numbers."""

from datetime import date, datetime

from django.template import Context, Library
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wraparound.foundation.ui import rules
from wraparound.foundation.ui import vocabulary as vocabularies

register = Library()


@register.simple_tag(takes_context=True)
def word(context: Context, key: str, form: str = "") -> str:
    """Say a term of the area's vocabulary; `form` is any of "plural", "capital", "a" with spaces between."""
    wanted = form.split()
    return vocabularies.word(
        key,
        context.get("vocabulary") or vocabularies.DEFAULT,
        plural="plural" in wanted,
        capital="capital" in wanted,
        article="a" in wanted,
    )


@register.filter
def age(born: date | rules.PartialDate | None, today: date | None = None) -> str:
    """Say an age: {{ child.birth_date|age }}, or |age:today where the page was given a day."""
    return rules.age_words(born, today or timezone.localdate()) if born else "age not known"


@register.filter
def day(value: date | datetime | rules.PartialDate | None) -> str:
    """Say a date: "3 March 2026"; "not known" for none."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return rules.date_words(value) if value else "not known"


@register.filter
def moment(value: datetime | None) -> str:
    """Say a date and a time: "3 March 2026 at 4:05pm"; "not known" for none."""
    if not value:
        return "not known"
    return rules.moment_words(timezone.localtime(value) if timezone.is_aware(value) else value)


@register.filter
def numeral(count: int) -> str:
    """Say a count: "22,079"."""
    return f"{count:,}"


@register.filter
def telephone(number: str) -> SafeString | str:
    """Show a telephone number spaced, as a link that rings it."""
    address = rules.telephone_link(number or "")
    if not address:
        return number or ""
    return format_html(
        '<a class="govuk-link app-nowrap" href="{}">{}</a>', address, rules.telephone_words(number)
    )
