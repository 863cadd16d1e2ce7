"""What the platform refuses, said in French and in English. Pure: the web and the bus both answer with it.

A refusal of the trade is a noun:

    class FixingOutOfCalendar(Refusal):
        status = 422
        french = "Le {effective_on} n'est pas une date de révision permise ({allowed})."
        english = "{effective_on} is not an allowed revision date ({allowed})."

    raise FixingOutOfCalendar(effective_on=day, field="effective_on", value=day, allowed=Bilingual("…", "…"))
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from shared.masking import masked

Language = Literal["fr", "en"]
SHOWN_CHARACTERS_MAX = 200
SHOWN_ITEMS_MAX = 20
SHOWN_DEPTH_MAX = 3
ERRORS_SHOWN_MAX = 100

_TITLES: dict[int, tuple[str, str]] = {
    400: ("Demande illisible", "Unreadable request"),
    401: ("Identification requise", "Authentication required"),
    403: ("Droit manquant", "Missing right"),
    404: ("Introuvable", "Not found"),
    405: ("Méthode non permise", "Method not allowed"),
    406: ("Format de réponse indisponible", "Not acceptable"),
    409: ("Conflit avec l'état actuel", "Conflict with the present state"),
    413: ("Demande trop volumineuse", "Request too large"),
    415: ("Format de demande non pris en charge", "Unsupported media type"),
    422: ("Demande refusée", "Request refused"),
    429: ("Trop de demandes", "Too many requests"),
    500: ("Erreur interne", "Internal error"),
    503: ("Service momentanément indisponible", "Service unavailable for the moment"),
}


class Bilingual(str):
    """A text in both languages; as a plain string it is the French one.

    It is a string so that it can be a marshmallow message: Regexp(r"^\\d{9}$", error=Bilingual("…", "…")).
    """

    __slots__ = ("english",)
    english: str

    def __new__(cls, french: str, english: str) -> "Bilingual":
        text = super().__new__(cls, french)
        text.english = english
        return text

    def __getnewargs__(self) -> tuple[str, str]:
        return self.french, self.english

    @property
    def french(self) -> str:
        """The French text."""
        return str(self)

    def format(self, *args: Any, **facts: Any) -> "Bilingual":
        """Both languages filled with the same facts."""
        return Bilingual(super().format(*args, **facts), self.english.format(*args, **facts))

    def said_in(self, language: Language) -> str:
        """The text in one language."""
        return self.english if language == "en" else self.french


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldError:
    """One field refused: its path, what was received, what is allowed, a whole sentence in each language."""

    field: str
    french: str
    english: str
    value: Any = None
    allowed: Any = None


def refused_value(field: str, value: Any, allowed: Bilingual) -> FieldError:
    """A field whose value is outside of what is allowed: the plain sentence, for rules that need no more."""
    seen = shown(masked(field, value))
    return FieldError(
        field=field,
        value=value,
        allowed=allowed,
        french=f"{field} : {'absent' if value is None else seen}, permis : {allowed.said_in('fr')}.",
        english=f"{field}: {'missing' if value is None else seen}, allowed: {allowed.said_in('en')}.",
    )


class Refusal(Exception):
    """What was asked cannot be done, for a reason the caller can read.

    Facts are keyword arguments, and fill the two sentences. Three of them also go to the answer as they are:
    field (path of the offending field), value (what was received), allowed (what would be accepted).
    A fact `retry_after_seconds` becomes the header Retry-After.
    """

    status: int = 422
    french: str = "La demande est refusée."
    english: str = "The request is refused."

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        self.sentences = Bilingual(_filled(self.french, facts, "fr"), _filled(self.english, facts, "en"))
        super().__init__(self.sentences.english)

    def field_errors(self) -> tuple[FieldError, ...]:
        """The fields this refusal is about: none, or the one given as a fact."""
        if "field" not in self.facts:
            return ()
        return (
            FieldError(
                field=self.facts["field"],
                value=self.facts.get("value"),
                allowed=self.facts.get("allowed"),
                french=self.sentences.french,
                english=self.sentences.english,
            ),
        )


class Missing(Refusal):
    """The thing is not there, or the caller may not know that it is: both answer alike."""

    status = 404
    french = "Ce que vous demandez n'existe pas, ou vous n'y avez pas accès."
    english = "What you ask for does not exist, or you have no access to it."


class Forbidden(Refusal):
    """The caller lacks the right to this operation. For one object that is out of sight, raise `Missing`."""

    status = 403
    french = "Vous n'avez pas le droit de faire cette opération."
    english = "You have no right to this operation."


class Conflict(Refusal):
    """What was asked contradicts the present state."""

    status = 409
    french = "L'opération contredit l'état actuel."
    english = "The operation contradicts the present state."


class Invalid(Refusal):
    """Some fields cannot be accepted; each is named with what was received and what is allowed."""

    status = 422
    french = "La demande contient des valeurs refusées : {fields}."
    english = "The request holds values that are refused: {fields}."

    def __init__(self, errors: Iterable[FieldError], **facts: Any) -> None:
        self.errors = tuple(errors)
        named = list(dict.fromkeys(error.field for error in self.errors))
        super().__init__(fields=named, **facts)

    def field_errors(self) -> tuple[FieldError, ...]:
        return self.errors


def problem(refusal: Refusal, language: Language = "fr") -> dict[str, Any]:
    """The refusal as the members of an RFC 9457 problem, ready for JSON, in one language."""
    answer: dict[str, Any] = {
        "type": problem_type(type(refusal)),
        "title": title(refusal.status, language),
        "status": refusal.status,
        "detail": refusal.sentences.said_in(language),
    }
    errors = refusal.field_errors()[:ERRORS_SHOWN_MAX]
    if errors:
        answer["errors"] = [_field_answer(error, language) for error in errors]
    return answer


def problem_type(refusal: type[Refusal]) -> str:
    """A stable relative address for a kind of refusal: /problems/fixing-out-of-calendar."""
    return "/problems/" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", refusal.__name__).lower()


def title(status: int, language: Language) -> str:
    """What a status means, in a few words."""
    french, english = _TITLES.get(status, _TITLES[500] if status >= 500 else _TITLES[400])
    return english if language == "en" else french


def _field_answer(error: FieldError, language: Language) -> dict[str, Any]:
    return {
        "field": error.field,
        "value": shown(masked(error.field, error.value)),
        "allowed": _allowed_answer(error.allowed, language),
        "detail": error.english if language == "en" else error.french,
    }


def _allowed_answer(allowed: Any, language: Language) -> Any:
    return allowed.said_in(language) if isinstance(allowed, Bilingual) else shown(allowed)


def shown(value: Any, depth: int = SHOWN_DEPTH_MAX) -> Any:
    """The value as JSON can carry it, cut to a readable size."""
    match value:
        case None | bool():
            seen = value
        case int():
            seen = value if abs(value) < 2**63 else _cut(hex(value))
        case float():
            seen = value if math.isfinite(value) else str(value)
        case date():
            seen = value.isoformat()
        case dict() | list() | tuple() | set() | frozenset():
            seen = _shown_items(value, depth - 1) if depth else "…"
        case _:
            seen = _cut(str(value))
    return seen


def _shown_items(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        return {_cut(str(key)): shown(item, depth) for key, item in list(value.items())[:SHOWN_ITEMS_MAX]}
    return [shown(item, depth) for item in list(value)[:SHOWN_ITEMS_MAX]]


def _cut(text: str) -> str:
    """Readable text of bounded length; what UTF-8 or JSON readers cannot carry becomes a question mark."""
    safe = text[: SHOWN_CHARACTERS_MAX + 1].encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")
    return safe if len(safe) <= SHOWN_CHARACTERS_MAX else safe[:SHOWN_CHARACTERS_MAX] + "…"


def _filled(sentence: str, facts: dict[str, Any], language: Language) -> str:
    said = {name: _said(masked(_path(name, facts), fact), language) for name, fact in facts.items()}
    return sentence.format_map(said)


def _path(name: str, facts: dict[str, Any]) -> str:
    """The name a fact is judged by: a value received is as secret as its field."""
    return str(facts.get("field", name)) if name == "value" else name


def _said(fact: Any, language: Language) -> str:
    """A fact inside a sentence: days as people write them, lists with commas."""
    if isinstance(fact, Bilingual):
        return fact.said_in(language)
    if isinstance(fact, date) and not isinstance(fact, datetime):
        return fact.isoformat() if language == "en" else f"{fact:%d/%m/%Y}"
    if isinstance(fact, (list, tuple, set, frozenset)):
        return ", ".join(_said(item, language) for item in list(fact)[:SHOWN_ITEMS_MAX])
    return str(shown(fact))
