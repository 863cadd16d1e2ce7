"""An example of anything that has a JSON Schema, the same each time: each field of the trade has its own value here."""

import re
from typing import Any

PROBLEM = {
    "type": "/problems/invalid",
    "title": "Request refused",
    "status": 422,
    "detail": "The request holds values that are refused: effective_on.",
    "reference": "01a20055-2c1e-7a04-8d5c-6a1e6f0b9d11",
    "errors": [
        {
            "field": "effective_on",
            "value": "2026-02-30",
            "allowed": "a date YYYY-MM-DD",
            "detail": "effective_on: 2026-02-30, allowed: a date YYYY-MM-DD.",
        }
    ],
}

_NAMED: dict[str, Any] = {
    "problem": PROBLEM,
    "index": "livret_a",
    "code": "livret_a",
    "state": "approved",
    "title": "Madame",
    "first_name": "Claire",
    "last_name": "Vasseur",
    "reason": "Prise de poste au 1er février",
    "token_type": "Bearer",
    "q": "val d'orme",
    "principal": "1500000.00",
    "instalments": 40,
    "months_between_instalments": 12,
    "contract_signed_on": "2018-05-14",
    "starts_on": "2018-06-01",
    "published_on": "2026-01-29",
    "profile": "instalment_priority",
    "revision": "DL",
    "progressivity": "-0.005",
    "object": "Construction de 24 logements, rue des Tilleuls",
    "rate": {"kind": "index", "index": "livret_a", "margin": "0.006"},
    "series": "inflation",
    "month": "2025-12",
    "value": "0.015",
    "computed_value": "0.014",
    "value_before": "0.017",
    "value_after": "0.015",
    "rate_before": "0.023",
    "rate_after": "0.021",
    "progressivity_before": "0",
    "progressivity_after": "-0.001955",
    "margin": "0.006",
    "share": "1",
    "legal_reference": "Arrêté du 28 janvier 2026",
    "name": "Office public de l'habitat du Val d'Orme",
    "email": "claire.vasseur@prets.example.org",
    "contact_email": "contact@opac-valdorme.example.org",
    "client_id": "accounting",
    "right": "rates.officer",
    "siren": "123456782",
    "siret": "12345678200010",
    "legal_category": "4140",
    "sector": "social_housing",
    "client_number": "000123456",
    "representative_function": "Le Directeur général",
    "recipient": "Service financier",
    "building": "Bâtiment B",
    "street": "12 rue des Tilleuls",
    "place": "Le Bourg",
    "postcode": "69003",
    "town": "LYON",
    "loan_number": "1234567",
    "contract_number": "98765",
    "product": "PLUS",
    "template": "revision",
    "mail_id": "<018f@prets.example.org>",
    "manifest_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "service": "lending",
    "by": "notifications",
    "type": "rates.fixing_published.v1",
    "source": "https://www.insee.fr/fr/statistiques/serie/001763852",
}
"""By name of the field, where its schema allows it. A field that need not be given is shown only if it is here."""

_FORMATS = {
    "uuid": "018f2c5e-7d3a-7c41-9b1e-3a5f0c2d4e6b",
    "date": "2026-02-01",
    "date-time": "2026-01-29T09:30:00+00:00",
    "email": "claire.vasseur@prets.example.org",
    "uri": "https://prets.example.org/",
}
_CENTS = 1_250_030
_DEPTH_MAX = 12


def example_of(schema: dict[str, Any], components: dict[str, Any] | None = None) -> Any:
    """A value that the schema describes, readable by people.

    components  the schemas that `$ref`s lead to, by name
    """
    return _Examples(components or {}).of(schema, "", 0)


class _Examples:
    def __init__(self, components: dict[str, Any]):
        self.components = components

    def of(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        """An example of a schema that stands under a name."""
        schema = self._resolved(schema)
        if isinstance(_NAMED.get(name), dict) and _NAMED[name].keys() <= schema.get("properties", {}).keys():
            return _NAMED[name]
        for said in ("example", "const", "default"):
            if schema.get(said) is not None:
                return schema[said]
        kind = _kind(schema)
        if kind == "object":
            return self._object(schema, depth + 1) if depth < _DEPTH_MAX else {}
        if kind == "array":
            inner = schema.get("items") or {}
            return [self.of(inner, name.removesuffix("s"), depth + 1)] if inner and depth < _DEPTH_MAX else []
        return _scalar(schema, kind, name)

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        members, required = schema.get("properties", {}), schema.get("required")
        shown = [name for name in members if not required or name in required or name in _NAMED]
        return {name: self.of(members[name], name, depth) for name in shown}

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a schema is, its references followed and the first of its alternatives taken."""
        if "$ref" in schema:
            schema = {**self.components.get(schema["$ref"].rsplit("/", 1)[1], {}), **schema}
            schema.pop("$ref")
        for joined in ("allOf", "anyOf", "oneOf"):
            if schema.get(joined):
                first, rest = (
                    schema[joined][0],
                    {key: value for key, value in schema.items() if key != joined},
                )
                return self._resolved({**self._resolved(first), **rest})
        return schema


def _kind(schema: dict[str, Any]) -> str:
    """The one type of a schema; what may be null is shown as what it is otherwise."""
    kinds = schema.get("type") or ("object" if "properties" in schema else "string")
    return kinds if isinstance(kinds, str) else next(kind for kind in kinds if kind != "null")


def _scalar(schema: dict[str, Any], kind: str, name: str) -> Any:
    if choices := [choice for choice in schema.get("enum", []) if choice is not None]:
        return _NAMED[name] if _NAMED.get(name) in choices else choices[0]
    if kind == "boolean":
        return False
    if kind in ("integer", "number"):
        return _number(schema, name)
    return _text(schema, name)


def _number(schema: dict[str, Any], name: str) -> int:
    named = _NAMED.get(name)
    wanted = named if isinstance(named, int) else _CENTS if name.endswith("_cents") else 1
    lowest, highest = schema.get("minimum", wanted), schema.get("maximum", wanted)
    return int(min(max(wanted, lowest), highest))


def _text(schema: dict[str, Any], name: str) -> str:
    allowed = (_NAMED.get(name), _FORMATS.get(schema.get("format")), *schema.get("examples", ()))
    return next((text for text in allowed if text is not None and _fits(text, schema)), _plain(schema))


def _fits(text: Any, schema: dict[str, Any]) -> bool:
    if not isinstance(text, str) or len(text) > schema.get("maxLength", len(text)):
        return False
    return len(text) >= schema.get("minLength", 0) and re.search(schema.get("pattern", ""), text) is not None


def _plain(schema: dict[str, Any]) -> str:
    """Where nothing better is known: an ellipsis, as long as it is allowed to be."""
    candidates = ("…", "1", "0", "A1", "2026-02")
    return next((text for text in candidates if _fits(text, schema)), "…")
