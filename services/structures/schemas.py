"""What the API of structures reads and writes; the inbound queue reads the same."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.structures.domain.numbers import is_siren, is_siret, printed_client_number
from shared.errors import Bilingual
from shared.pagination import PageArguments
from shared.web.lines import RefusedLine

SECTORS = ("legal", "social_housing", "companies", "local_authorities")
_ONE_LINE = Bilingual("Ce texte tient sur une ligne et n'est pas vide.", "This is one line, and not blank.")


def _is_one_line(text: str) -> None:
    if not text.strip() or not text.isprintable():
        raise ValidationError(_ONE_LINE)


def line(longest: int, **options) -> fields.String:
    """A text of one line, not blank, at most that long."""
    return fields.String(validate=[validate.Length(1, longest), _is_one_line], **options)


class SirenField(fields.String):
    """Nine digits with a valid key."""

    allowed = Bilingual("neuf chiffres, clé de Luhn comprise", "nine digits, Luhn key included")

    def _deserialize(self, value, attr, data, **kwargs):
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_siren(text):
            raise ValidationError(Bilingual("Ce SIREN est faux.", "This SIREN is wrong."))
        return text


class SiretField(fields.String):
    """Fourteen digits with a valid key."""

    allowed = Bilingual("quatorze chiffres, clé comprise", "fourteen digits, key included")

    def _deserialize(self, value, attr, data, **kwargs):
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_siret(text):
            raise ValidationError(Bilingual("Ce SIRET est faux.", "This SIRET is wrong."))
        return text


class ClientNumberField(fields.String):
    """Six digits, or nine of which the first three are zeros; nine inside."""

    allowed = Bilingual("six chiffres, ou neuf avec les zéros", "six digits, or nine with the zeros")

    def _deserialize(self, value, attr, data, **kwargs):
        printed = printed_client_number(super()._deserialize(value, attr, data, **kwargs))
        if printed is None:
            raise ValidationError(Bilingual("Ce numéro de client est faux.", "This client number is wrong."))
        return printed


_NOT_OF_SIREN = Bilingual(
    "Le SIRET ne commence pas par le SIREN.", "The SIRET does not begin with the SIREN."
)
_UNREACHABLE = Bilingual(
    "Sans adresse électronique, il faut le courrier postal.", "Without an e-mail address, post is needed."
)


class AddressSchema(Schema):
    """A French postal address by its elements."""

    recipient = line(100, load_default=None, allow_none=True)
    building = line(100, load_default=None, allow_none=True)
    street = line(100, required=True)
    place = line(100, load_default=None, allow_none=True)
    postcode = fields.String(required=True, validate=[validate.Regexp("^[0-9]{5}$"), _is_one_line])
    town = line(60, required=True)


class StructureRowSchema(Schema):
    """A structure as the bank's register of third parties sends it."""

    structure_id = fields.UUID(required=True)
    name = line(150, required=True)
    siren = SirenField(required=True)
    siret = SiretField(required=True)
    legal_category = fields.String(required=True, validate=[validate.Regexp("^[0-9]{4}$"), _is_one_line])
    naf = fields.String(
        load_default=None,
        allow_none=True,
        validate=[validate.Regexp(r"^[0-9]{2}\.[0-9]{2}[A-Z]$"), _is_one_line],
    )
    sector = fields.String(required=True, validate=validate.OneOf(SECTORS))
    address = fields.Nested(AddressSchema, required=True)
    representative_function = line(60, required=True)
    contact_email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))
    paper_wanted = fields.Boolean(required=True)
    client_number = ClientNumberField(load_default=None, allow_none=True)

    @validates_schema
    def check_siret_is_of_siren(self, row: dict, **_) -> None:
        """An establishment belongs to its legal unit."""
        if not row["siret"].startswith(row["siren"]):
            raise ValidationError(_NOT_OF_SIREN, field_name="siret")


class StructureSchema(StructureRowSchema):
    """A structure as it is now."""

    version = fields.Integer(dump_only=True)
    recorded_at = fields.AwareDateTime(dump_only=True)


class ContactSchema(Schema):
    """Where a structure is told things."""

    contact_email = fields.Email(required=True, allow_none=True, validate=validate.Length(max=254))
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
