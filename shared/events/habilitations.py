"""What habilitations tells: who may do what, for which structure."""

from uuid import UUID

from shared.events import contract


@contract("habilitations.right_granted.v1")
class RightGranted:
    """A person or a bank system may do something from now on.

    structure_id  the structure it is for; None for the whole bank
    version       counts the changes of this right of this subject: the higher one wins, whatever arrives first
    """

    subject_id: UUID
    right: str
    structure_id: UUID | None
    version: int


@contract("habilitations.right_revoked.v1")
class RightRevoked:
    """A right has ended; fields as in RightGranted."""

    subject_id: UUID
    right: str
    structure_id: UUID | None
    version: int
