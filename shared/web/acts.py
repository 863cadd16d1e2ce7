"""The audit trail over HTTP, the same three routes for every service that keeps one."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.audit import ACT_CHARACTERS_MAX, list_acts, names_of_acts, verify_acts
from shared.auth import requires
from shared.errors import Bilingual
from shared.fields import Instant
from shared.pagination import PageArguments, page_of
from shared.web.openapi import Blueprint

_NO_PERIOD = Bilingual("La période finit après avoir commencé.", "The period ends after it begins.")
_TOGETHER = Bilingual("Un numéro et son empreinte vont ensemble.", "A number and its hash come together.")


class ActArguments(PageArguments):
    """Which acts: all, or those by one person or system, about one, about a structure, of a name, of a period."""

    done_by = fields.UUID()
    subject_id = fields.UUID()
    structure_id = fields.UUID()
    act = fields.String(validate=validate.Length(1, ACT_CHARACTERS_MAX))
    since = Instant(metadata={"description": "From this instant on"})
    before = Instant(metadata={"description": "Up to this instant, without it"})

    @validates_schema
    def check_period(self, wanted: dict, **_: Any) -> None:
        """A period ends after it begins."""
        if "since" in wanted and "before" in wanted and wanted["since"] >= wanted["before"]:
            raise ValidationError(_NO_PERIOD, field_name="before")


class ActSchema(Schema):
    """A line of the audit trail."""

    number = fields.Integer(required=True)
    done_at = fields.AwareDateTime(required=True)
    done_by = fields.UUID(required=True, allow_none=True)
    act = fields.String(required=True)
    subject_id = fields.UUID(required=True, allow_none=True)
    structure_id = fields.UUID(required=True, allow_none=True)
    origin = fields.String(required=True, allow_none=True, metadata={"description": "The caller's address"})
    request_id = fields.String(required=True, allow_none=True)
    facts = fields.Dict(required=True)
    hash = fields.String(required=True, metadata={"description": "Of this line and of the hash before it"})


class ActNamesSchema(Schema):
    """The names of the acts that the trail holds."""

    items = fields.List(fields.String(), required=True)


class NotedSchema(Schema):
    """A line that was noted outside, if any: the trail must still have it."""

    number = fields.Integer(validate=validate.Range(1, 2**62))
    hash = fields.String(validate=validate.Regexp("^[0-9a-f]{64}$"))

    @validates_schema
    def check_both(self, noted: dict, **_: Any) -> None:
        """A number alone proves nothing."""
        if len(noted) == 1:
            raise ValidationError(_TOGETHER, field_name=({"number", "hash"} - noted.keys()).pop())


class VerificationSchema(Schema):
    """Whether every line of the trail is as it was written."""

    intact = fields.Boolean(required=True)
    acts = fields.Integer(required=True, metadata={"description": "How many lines follow from one another"})
    head = fields.String(
        required=True, metadata={"description": "The hash of the last of them, to be noted outside"}
    )
    broken_at = fields.Integer(required=True, allow_none=True)


def serve_acts(blueprint: Blueprint, *rights: str) -> None:
    """Give a service the routes of its trail, for who holds one of these rights."""

    @blueprint.get("/acts")
    @requires(*rights)
    @blueprint.arguments(ActArguments, location="query")
    @blueprint.response(200, page_of(ActSchema))
    def list_trail(wanted: dict) -> dict:
        """The audit trail, newest first."""
        return list_acts(**wanted)

    @blueprint.get("/acts/names")
    @requires(*rights)
    @blueprint.response(200, ActNamesSchema)
    def list_act_names() -> dict:
        """The acts that the trail holds, each once: what to choose from."""
        return {"items": names_of_acts()}

    @blueprint.get("/acts/verification")
    @requires(*rights)
    @blueprint.arguments(NotedSchema, location="query")
    @blueprint.response(200, VerificationSchema)
    def verify_trail(noted: dict) -> Any:
        """Compute the chain of the audit trail again, and say where it breaks."""
        return verify_acts((noted["number"], noted["hash"]) if noted else None)
