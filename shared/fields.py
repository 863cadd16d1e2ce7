"""Fields of the public formats: money, rates, days and instants are strict strings, read without guessing.

A float, a digit too many, an exponent, a blank, another way to write a date: each is refused and told what is allowed.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate

from shared.errors import Bilingual, refused_value
from shared.money import (
    AMOUNT_PATTERN,
    RATE_DECIMALS_MAX,
    RATE_PATTERN,
    cents_from_text,
    rate_from_text,
    rate_text,
    text_from_cents,
)

FIRST_DAY = date(1800, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""Days outside are slips of the pen, and inside there is room to count eighty years on."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def day_from_text(text: str) -> date:
    """ "2026-02-01" and no other way to write it; raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"not a day: {text[:40]!r}")
    return date.fromisoformat(text)


def instant_from_text(text: str) -> datetime:
    """ "2026-02-01T08:00:00+01:00" or "2026-02-01T07:00Z", always with its zone; raises ValueError."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"not an instant: {text[:40]!r}")
    return datetime.fromisoformat(text)


class _Strict(fields.Field):
    """A value that travels as a string of one form, between two bounds, both included.

    read     the value of a text; raises ValueError or TypeError for anything of another form
    written  the text of a value
    """

    read: Callable[[str], Any]
    written: Callable[[Any], str]
    form: ClassVar[Bilingual]

    def __init__(self, *, minimum: Any = None, maximum: Any = None, **options: Any) -> None:
        super().__init__(**options)
        self.minimum, self.maximum = minimum, maximum

    @property
    def allowed(self) -> Bilingual:
        """What the field takes, in words."""
        bounds = [
            (Bilingual(f"{word_fr} {self.written(bound)}", f"{word_en} {self.written(bound)}"))
            for word_fr, word_en, bound in (
                ("au moins", "at least", self.minimum),
                ("au plus", "at most", self.maximum),
            )
            if bound is not None
        ]
        said = (self.form, *bounds)
        return Bilingual(", ".join(said), ", ".join(each.english for each in said))

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else self.written(value)

    def _deserialize(self, value: Any, attr: str | None, *_: Any, **__: Any) -> Any:
        try:
            read = self.read(value)
        except (TypeError, ValueError):
            read = None
        if read is None or not self._within(read):
            raise ValidationError([refused_value(attr or "", value, self.allowed)])
        return read

    def _within(self, read: Any) -> bool:
        above = self.minimum is None or read >= self.minimum
        return above and (self.maximum is None or read <= self.maximum)


class Money(_Strict):
    """An amount in euros: integer cents inside, "12.30" outside. Bounds are in cents."""

    form = Bilingual('un montant en texte, tel que "1250.30"', 'an amount as a string, such as "1250.30"')
    openapi: ClassVar = {"type": "string", "pattern": AMOUNT_PATTERN, "examples": ["1250.30"]}
    read = staticmethod(cents_from_text)
    written = staticmethod(text_from_cents)


class Rate(_Strict):
    """A fraction of 1: Decimal inside, "0.017" outside (1.70 %)."""

    form = Bilingual(
        f'une fraction de 1 en texte, {RATE_DECIMALS_MAX} décimales au plus, telle que "0.017" pour 1,70 %',
        f'a fraction of 1 as a string, at most {RATE_DECIMALS_MAX} decimals, such as "0.017" for 1.70 %',
    )
    openapi: ClassVar = {"type": "string", "pattern": RATE_PATTERN, "examples": ["0.017"]}
    read = staticmethod(rate_from_text)
    written = staticmethod(rate_text)


class Day(_Strict):
    """A day of the calendar, "2026-02-01"."""

    form = Bilingual("une date AAAA-MM-JJ", "a date YYYY-MM-DD")
    openapi: ClassVar = {"type": "string", "format": "date"}
    read = staticmethod(day_from_text)
    written = staticmethod(date.isoformat)

    def __init__(self, *, minimum: date = FIRST_DAY, maximum: date = LAST_DAY, **options: Any) -> None:
        super().__init__(minimum=minimum, maximum=maximum, **options)


class Instant(_Strict):
    """A moment with its zone, "2026-02-01T08:00:00+01:00"."""

    form = Bilingual(
        "un instant avec son fuseau, tel que 2026-02-01T08:00:00+01:00",
        "an instant with its zone, such as 2026-02-01T08:00:00+01:00",
    )
    openapi: ClassVar = {"type": "string", "format": "date-time"}
    read = staticmethod(instant_from_text)
    written = staticmethod(datetime.isoformat)

    def __init__(self, **options: Any) -> None:
        first, last = (datetime.combine(day, time(), UTC) for day in (FIRST_DAY, LAST_DAY))
        super().__init__(minimum=first, maximum=last, **options)


def one_line(longest: int, **options: Any) -> fields.String:
    """A text of one line, not blank, at most that long: names, addresses, anything a letter prints."""
    return fields.String(validate=[validate.Length(1, longest), is_one_line], **options)


def why(**options: Any) -> fields.String:
    """Why somebody does something: one line that the audit trail keeps."""
    return fields.String(validate=[validate.Length(3, 200), is_one_line], **options)


def email_address(**options: Any) -> fields.Email:
    """An e-mail address that mail servers take as it is: 254 ASCII characters at most, a dot in its domain."""
    return fields.Email(validate=[_LENGTH_OF_ADDRESS, _is_ascii, _is_sendable], **options)


def telephone(**options: Any) -> fields.String:
    """A telephone number as people write it: 6 to 15 digits, a blank, point or hyphen between two."""
    return fields.String(
        allow_none=True,
        validate=[
            validate.Regexp(_TELEPHONE, error=_TELEPHONE_ALLOWED),
            validate.Length(max=TELEPHONE_CHARACTERS, error=_TELEPHONE_ALLOWED),
            is_one_line,
        ],
        metadata={"examples": ["01 99 00 12 34"]},
        **options,
    )


def _is_ascii(address: str) -> None:
    if not address.isascii():
        raise ValidationError(_ASCII)


def _is_sendable(address: str) -> None:
    """Of what the other rules let through: one slip is named once."""
    try:
        _LENGTH_OF_ADDRESS(address)
        _is_ascii(address)
        validate.Email()(address)
    except ValidationError:
        return
    if not SENDABLE.fullmatch(address):
        raise ValidationError(_SENDABLE_ALLOWED)


def is_one_line(text: str) -> None:
    """The validator behind `one_line`, for fields with rules of their own."""
    if not text.strip() or not text.isprintable():
        raise ValidationError(_ONE_LINE)


TELEPHONE_CHARACTERS = 20
_TELEPHONE = r"^\+?[0-9](?:[ .-]?[0-9]){5,14}$"
_TELEPHONE_ALLOWED = Bilingual(
    "Un numéro de téléphone a 6 à 15 chiffres et 20 signes au plus, par exemple +33 1 99 00 12 34.",
    "A telephone number has 6 to 15 digits and at most 20 characters, for instance +33 1 99 00 12 34.",
)
_LENGTH_OF_ADDRESS = validate.Length(max=254)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
SENDABLE = re.compile(rf"(?=.{{6,254}}$){_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""An address as e-mails can be sent to: neither a quoted name nor a domain of one word or of numbers in brackets."""

_SENDABLE_ALLOWED = Bilingual(
    "Une adresse complète est attendue : nom@domaine.fr.", "A whole address is expected: name@domain.fr."
)
_ASCII = Bilingual("Une adresse s'écrit sans accents.", "An address is written without accents.")
_ONE_LINE = Bilingual("Ce texte tient sur une ligne et n'est pas vide.", "This is one line, and not blank.")
