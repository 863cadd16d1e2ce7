"""The documents that are kept under docs/, which a test of the architecture holds current."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
OPENAPI = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "docs" / "openapi").glob("*.json"))
}
"""The OpenAPI documents by name."""

METHODS = ("get", "post", "put", "patch", "delete")


def operations() -> dict[str, tuple[dict[str, Any], str, dict[str, Any]]]:
    """Every operation as (document, path, operation), by a name such as `rates POST /fixings`."""
    return {
        f"{name} {method.upper()} {path}": (document, path, item[method])
        for name, document in OPENAPI.items()
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def resolved(document: dict[str, Any], value: Any) -> Any:
    """A part of a document, or what its `$ref` leads to."""
    while isinstance(value, dict) and "$ref" in value:
        found: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value
