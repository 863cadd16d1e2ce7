"""What habilitations tells: who may do what, for which structure."""

from datetime import date, datetime
from uuid import UUID

from shared.events import contract, part


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


@part
class Reader:
    """A person to tell something to."""

    person_id: UUID
    name: str
    email: str


@contract("habilitations.letter_ordered.v1")
class LetterOrdered:
    """Whoever represents a structure is asked, by post, whether a person may have these rights there.

    letter_id     identifies the letter, its code included: a new letter has another one
    person_name   who asked; the letter itself is addressed to a function, not to a name
    administers   the person becomes administrator with the code
    sealed_code   the code to print, encrypted for notifications alone
    expires_on    last day on which the code is taken
    """

    letter_id: UUID
    structure_id: UUID
    person_name: str
    rights: tuple[str, ...]
    administers: bool
    sealed_code: str
    asked_on: date
    expires_on: date


@contract("habilitations.letter_dropped.v1")
class LetterDropped:
    """A letter that was ordered is wanted no more, because its code is dead: one that has not gone is not sent."""

    letter_id: UUID
    structure_id: UUID


@contract("habilitations.appointment_moved.v1")
class AppointmentMoved:
    """What becomes of a person whose rights depend on a letter to whoever represents the structure.

    state       letter_ordered, needs_agent, active, expired, refused, cancelled
    why         in French, where there is a reason to tell
    expires_on  last day of the present code, in state letter_ordered
    """

    appointment_id: UUID
    version: int
    structure_id: UUID
    structure_name: str
    person: Reader
    rights: tuple[str, ...]
    administers: bool
    state: str
    why: str | None
    expires_on: date | None


@contract("habilitations.rights_requested.v1")
class RightsRequested:
    """A person asks for rights in a structure; its administrators decide."""

    request_id: UUID
    version: int
    structure_id: UUID
    structure_name: str
    person: Reader
    rights: tuple[str, ...]
    asked_at: datetime
    administrators: tuple[Reader, ...]


@contract("habilitations.request_decided.v1")
class RequestDecided:
    """An administrator gave all, some or none of the rights that a person asked for."""

    request_id: UUID
    version: int
    structure_id: UUID
    structure_name: str
    person: Reader
    rights_asked: tuple[str, ...]
    rights_given: tuple[str, ...]
    reason: str | None
    decided_by: str


@contract("habilitations.rights_changed.v1")
class RightsChanged:
    """The rights of a person in a structure changed, without that person having asked.

    rights      what they hold from now on
    decider     administrator, bank
    suspension  begun, ended; None where rights were given or ended one by one
    """

    change_id: UUID
    structure_id: UUID
    structure_name: str
    person: Reader
    rights: tuple[str, ...]
    given: tuple[str, ...]
    ended: tuple[str, ...]
    reason: str | None
    decider: str
    suspension: str | None = None


@contract("habilitations.bank_right_changed.v1")
class BankRightChanged:
    """An operator gave a person of the bank a right over the whole bank, or ended one.

    held  whether they hold it from now on
    """

    change_id: UUID
    person: Reader
    right: str
    held: bool
    reason: str


@contract("habilitations.administration_vacated.v1")
class AdministrationVacated:
    """Nobody administers a structure any more; who waits for a decision there can become administrator.

    waiting  people whose requests nobody can decide now
    """

    vacancy_id: UUID
    structure_id: UUID
    structure_name: str
    waiting: tuple[Reader, ...]
