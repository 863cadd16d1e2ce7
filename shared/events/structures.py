"""What structures tells: which organisations there are."""

from uuid import UUID

from shared.events import contract, part


@part
class Address:
    """A French postal address by its elements, not yet laid out for an envelope.

    recipient   person or department inside the structure, if any
    building    entrance, building, residence
    street      number and name of the street
    place       hamlet or distribution box
    """

    recipient: str | None
    building: str | None
    street: str
    place: str | None
    postcode: str
    town: str


@contract("structures.structure_recorded.v1")
class StructureRecorded:
    """A structure is known, or something of it changed: its whole state, the higher version wins.

    client_number            nine digits, as printed on contracts
    representative_function  whom letters are addressed to: Le Maire, Le Directeur général
    paper_wanted             the structure asked to be told by post as well
    """

    structure_id: UUID
    version: int
    name: str
    siren: str
    siret: str
    legal_category: str
    sector: str
    address: Address
    representative_function: str
    contact_email: str | None
    paper_wanted: bool
    client_number: str | None


@contract("structures.member_recorded.v1")
class MemberRecorded:
    """A person belongs to a structure, or does so no longer: the whole of it each time, the higher version wins.

    attached  False once the person has left
    email     where the structure's affairs are told to this person
    function  what they do there; None until they said so, and then no service for loans is open to them
    decider   whose doing it is: person, administrator, bank; account where it was closed or renamed
    reason    in the words of who detached them, where somebody else did
    """

    person_id: UUID
    structure_id: UUID
    structure_name: str
    version: int
    attached: bool
    name: str
    email: str
    function: str | None
    decider: str = "person"
    reason: str | None = None
