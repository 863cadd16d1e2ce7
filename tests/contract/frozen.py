"""What each event was when others began to read it: its schema and an example, kept in `golden/`.

`python -m tests.contract.frozen` keeps those that are new; it never touches one that is kept.
"""

import json
from pathlib import Path
from typing import Any

from deploy.documents.contracts import json_schema
from deploy.documents.examples import example_of
from shared.events import registry, schema_of

FOLDER = Path(__file__).parent / "golden"
_SAID_TO_PEOPLE = {"description", "examples", "example", "title", "required"}


def kept(name: str) -> dict[str, Any]:
    """The schema and the example of an event as they were kept."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def present(contract: type) -> dict[str, Any]:
    """The same, as the code has them now."""
    schema = json_schema(schema_of(contract))
    return {"schema": schema, "example": example_of(schema)}


def breaks(before: dict[str, Any], now: dict[str, Any], path: str = "the event") -> list[str]:
    """What readers of the schema before would stumble over in the schema now."""
    found = (
        [] if _form(before) == _form(now) else [f"{path} has another type: {_form(before)} → {_form(now)}"]
    )
    if "items" in before and "items" in now:
        found += breaks(before["items"], now["items"], f"{path}[]")
    members, members_now = before.get("properties", {}), now.get("properties", {})
    for name, member in members.items():
        place = f"{path}.{name}"
        found += breaks(member, members_now[name], place) if name in members_now else [f"{place} is gone"]
    required, required_now = set(before.get("required", ())), set(now.get("required", ()))
    found += [f"{path}.{name} may be left out now" for name in sorted(required - required_now)]
    found += [f"{path}.{name} is asked of events told before" for name in sorted(required_now - required)]
    return found


def _form(schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema itself allows; what is inside is compared on its own."""
    inner = {"properties", "items"} | _SAID_TO_PEOPLE
    return {name: value for name, value in schema.items() if name not in inner}


def main() -> None:
    for name, contract in registry().items():
        file = FOLDER / f"{name}.json"
        if not file.exists():
            file.write_text(
                json.dumps(present(contract), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            print(f"kept: {file.name}")


if __name__ == "__main__":
    main()
