"""What the API of members reads and writes."""

from marshmallow import Schema, fields, validate

from services.structures.domain.functions import FUNCTIONS
from shared.errors import Bilingual
from shared.fields import email_address, is_one_line, telephone, why

_SIRET = Bilingual("Un SIRET a 14 chiffres, sans espace.", "A SIRET has 14 digits and no space.")


def _function(**options) -> fields.String:
    return fields.String(validate=validate.OneOf(list(FUNCTIONS)), allow_none=True, **options)


class ShownAddressSchema(Schema):
    """An address; empty where INSEE masks it."""

    building = fields.String(required=True, allow_none=True)
    street = fields.String(required=True)
    place = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True)
    town = fields.String(required=True)


class JoiningSchema(Schema):
    """The structure to join, by its establishment; the e-mail address is the account's own unless given."""

    siret = fields.String(required=True, validate=[validate.Regexp("^[0-9]{14}$", error=_SIRET), is_one_line])
    email = email_address(load_default=None, allow_none=True)
    phone = telephone(load_default=None)
    function = _function(load_default=None)


class MemberChangeSchema(Schema):
    """What to change of oneself in a structure; what is absent stays."""

    email = email_address()
    phone = telephone()
    function = _function()


class MembershipSchema(Schema):
    """A person in a structure."""

    structure_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    function = fields.String(required=True, allow_none=True)
    is_default = fields.Function(lambda member: member.default_of is not None, required=True)
    attached = fields.Boolean(required=True)
    joined_at = fields.AwareDateTime(required=True)
    left_at = fields.AwareDateTime(required=True, allow_none=True)


class JoinedStructureSchema(Schema):
    """What a person sees of a structure that they belong to."""

    name = fields.String(required=True)
    siren = fields.String(required=True)
    siret = fields.String(required=True)
    legal_category = fields.String(required=True)
    naf = fields.String(required=True, allow_none=True)
    sector = fields.String(required=True)
    address = fields.Nested(ShownAddressSchema, required=True)
    client_number = fields.String(required=True, allow_none=True)


class MyMembershipSchema(MembershipSchema):
    """One of the caller's structures."""

    structure = fields.Nested(JoinedStructureSchema, required=True)


class MyMembershipsSchema(Schema):
    """The caller's structures, the default one first."""

    items = fields.List(fields.Nested(MyMembershipSchema), required=True)


class MembersSchema(Schema):
    """Who belongs to a structure, and who did."""

    items = fields.List(fields.Nested(MembershipSchema), required=True)


class FunctionSchema(Schema):
    """A function there is."""

    function = fields.String(required=True)
    label = fields.String(required=True)


class FunctionsSchema(Schema):
    """The functions there are."""

    items = fields.List(fields.Nested(FunctionSchema), required=True)


class RemovalSchema(Schema):
    """Why somebody else detaches a person, who reads it."""

    reason = why(required=True)


class PersonalDataSchema(Schema):
    """All that structures holds about the caller."""

    memberships = fields.List(fields.Nested(MembershipSchema), required=True)
