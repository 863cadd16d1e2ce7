"""What the API of structures reads and writes; the inbound queue reads the same."""

from collections.abc import Callable

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.structures.domain.numbers import printed_client_number, read_siren, read_siret
from shared.errors import Bilingual
from shared.fields import email_address, is_one_line, one_line
from shared.pagination import PageArguments
from shared.web.lines import RefusedLine

_POSTCODE = Bilingual("Un code postal a cinq chiffres.", "A postcode has five digits.")
SECTORS = ("legal", "social_housing", "companies", "local_authorities")


class NumberField(fields.String):
    """A number that an organisation is known by.

    read     turns what was typed into the number that is kept; None when it is wrong
    pattern  of what may be typed, for the OpenAPI document
    """

    def __init__(self, read: Callable[[str], str | None], pattern: str, allowed: Bilingual, **options):
        super().__init__(**options)
        self.read = read
        self.allowed = allowed
        self.openapi = {"type": "string", "pattern": pattern}

    def _deserialize(self, value, attr, data, **kwargs):
        number = self.read(super()._deserialize(value, attr, data, **kwargs))
        if number is None:
            raise ValidationError(_WRONG_NUMBER)
        return number


_WRONG_NUMBER = Bilingual("Ce numéro est faux.", "This number is wrong.")
_SIREN = Bilingual("neuf chiffres, clé de Luhn comprise", "nine digits, Luhn key included")
_SIRET = Bilingual("quatorze chiffres, clé comprise", "fourteen digits, key included")
_CLIENT_NUMBER = Bilingual("six chiffres, ou neuf avec les zéros", "six digits, or nine with the zeros")
_NOT_OF_SIREN = Bilingual(
    "Le SIRET ne commence pas par le SIREN.", "The SIRET does not begin with the SIREN."
)
_UNREACHABLE = Bilingual(
    "Sans adresse électronique, il faut le courrier postal.", "Without an e-mail address, post is needed."
)


class AddressSchema(Schema):
    """A French postal address by its elements."""

    recipient = one_line(100, load_default=None, allow_none=True)
    building = one_line(100, load_default=None, allow_none=True)
    street = one_line(100, required=True)
    place = one_line(100, load_default=None, allow_none=True)
    postcode = fields.String(
        required=True, validate=[validate.Regexp("^[0-9]{5}$", error=_POSTCODE), is_one_line]
    )
    town = one_line(60, required=True)


class StructureRowSchema(Schema):
    """A structure as the bank's register of third parties sends it."""

    structure_id = fields.UUID(required=True)
    name = one_line(150, required=True)
    siren = NumberField(read_siren, "^[0-9]{9}$", _SIREN, required=True)
    siret = NumberField(read_siret, "^[0-9]{14}$", _SIRET, required=True)
    legal_category = fields.String(required=True, validate=[validate.Regexp("^[0-9]{4}$"), is_one_line])
    naf = fields.String(
        load_default=None,
        allow_none=True,
        validate=[validate.Regexp(r"^[0-9]{2}\.[0-9]{2}[A-Z]$"), is_one_line],
    )
    sector = fields.String(required=True, validate=validate.OneOf(SECTORS))
    address = fields.Nested(AddressSchema, required=True)
    representative_function = one_line(60, required=True)
    contact_email = email_address(load_default=None, allow_none=True)
    paper_wanted = fields.Boolean(required=True)
    client_number = NumberField(
        printed_client_number, "^(000)?[0-9]{6}$", _CLIENT_NUMBER, load_default=None, allow_none=True
    )

    @validates_schema
    def check_siret_is_of_siren(self, row: dict, **_) -> None:
        """An establishment belongs to its legal unit."""
        if not row["siret"].startswith(row["siren"]):
            raise ValidationError(_NOT_OF_SIREN, field_name="siret")


class StructureSchema(StructureRowSchema):
    """A structure as it is now."""

    version = fields.Integer(dump_only=True)
    recorded_at = fields.AwareDateTime(dump_only=True)


class CorrectedAddressSchema(Schema):
    """Where letters go, and whom they are addressed to."""

    address = fields.Nested(AddressSchema, required=True)
    representative_function = one_line(60, required=True)


class ContactSchema(Schema):
    """Where a structure is told things."""

    contact_email = email_address(required=True, allow_none=True)
    paper_wanted = fields.Boolean(required=True)

    @validates_schema
    def check_reachable(self, contact: dict, **_) -> None:
        """Somewhere must a structure be told."""
        if contact["contact_email"] is None and not contact["paper_wanted"]:
            raise ValidationError(_UNREACHABLE, field_name="paper_wanted")


class SearchArguments(PageArguments):
    """What to look for: words of a name, a SIREN, a SIRET or a client number; everything when absent."""

    q = fields.String(load_default="", validate=validate.Length(max=150))


class ChangeSchema(Schema):
    """One change of a structure: each field before and after."""

    version = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.UUID(required=True, allow_none=True)
    through = fields.String(required=True)
    differences = fields.Dict(required=True)


class HistorySchema(Schema):
    """Everything that changed a structure, oldest first."""

    items = fields.List(fields.Nested(ChangeSchema), required=True)


class ImportReportSchema(Schema):
    """What became of the lines of an import."""

    recorded = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.List(fields.Nested(RefusedLine), required=True)
