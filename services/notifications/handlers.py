"""What notifications hears. Handlers only write rows: workers do the sending and the printing."""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from services.notifications import actions, mail_status, sealed_letters
from services.notifications.accounts import actions as accounts
from services.notifications.accounts.mailing import plan_mail
from services.notifications.domain.messages import Template
from services.notifications.schemas import MailStatusSchema
from shared.auth import project_rights
from shared.events.habilitations import (
    AdministrationVacated,
    AppointmentMoved,
    BankRightChanged,
    LetterDropped,
    LetterOrdered,
    Reader,
    RequestDecided,
    RightsChanged,
    RightsRequested,
)
from shared.events.identity import AccountClosed, MailDue, PersonRecorded
from shared.events.lending import GuaranteeRevised, InstalmentsCalled, LoanAmended, StructureRevised
from shared.events.structures import MemberRecorded, StructureRecorded
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("notifications")
project_rights(handlers)
reconcile(handlers)


@handlers.on(StructureRecorded)
def remember_the_recipient(event: StructureRecorded, _session: Session) -> None:
    """Keep how to reach a structure, and release what waited for it."""
    actions.remember_recipient(event)


@handlers.on(StructureRevised)
def tell_the_borrower(event: StructureRevised, _session: Session) -> None:
    """A borrower is told what a revision changed for its loans."""
    actions.tell(Template.REVISION, event, event.revision_id)


@handlers.on(GuaranteeRevised)
def tell_the_guarantor(event: GuaranteeRevised, _session: Session) -> None:
    """A guarantor is told what a revision changed for the debt that it guarantees."""
    actions.tell(Template.GUARANTEE, event, event.revision_id)


@handlers.on(InstalmentsCalled)
def send_the_payment_notice(event: InstalmentsCalled, _session: Session) -> None:
    """A borrower is told what a billing run called of it."""
    actions.tell(Template.PAYMENT, event, event.run_id)


@handlers.on(LoanAmended)
def tell_what_was_agreed(event: LoanAmended, _session: Session) -> None:
    """A borrower is told what was agreed for one of its loans, and what that changes."""
    actions.tell(Template.AMENDMENT, event, uuid5(event.structure_id, f"{event.loan_number}/{event.version}"))


@handlers.on(MailDue)
def write_about_an_account(event: MailDue, _session: Session) -> None:
    """A person is told something about their account."""
    plan_mail(event)


@handlers.on(PersonRecorded)
def remember_the_address(event: PersonRecorded, _session: Session) -> None:
    """Know by which addresses a person's messages are found."""
    accounts.remember_address(event)


@handlers.on(AccountClosed)
def erase_who_left(event: AccountClosed, _session: Session) -> None:
    """Keep nothing about a person who closed their account."""
    if event.erase:
        accounts.erase_person(event.subject_id)


@handlers.on(LetterOrdered)
def write_to_the_representative(event: LetterOrdered, _session: Session) -> None:
    """Whoever represents a structure is asked by post, with a code."""
    actions.tell(Template.ADMINISTRATOR_LETTER, event, event.letter_id)


@handlers.on(LetterDropped)
def stop_a_letter(event: LetterDropped, _session: Session) -> None:
    """A letter whose code is dead does not go, if it still can be stopped."""
    sealed_letters.drop_letter(event.letter_id, event.structure_id)


@handlers.on(MemberRecorded)
def tell_who_joined_or_left(event: MemberRecorded, _session: Session) -> None:
    """A person is told that they belong to a structure, or no longer; other changes are theirs and not told."""
    if event.version == 1 or not event.attached:
        actions.write_to(
            Template.MEMBERSHIP,
            event,
            cause_id=uuid5(event.person_id, f"{event.structure_id}/{event.version}"),
            name=event.name,
            email=event.email,
            structure_id=event.structure_id,
        )


@handlers.on(AppointmentMoved)
def tell_how_an_appointment_moves(event: AppointmentMoved, _session: Session) -> None:
    """A person is told how far the letter is that their rights depend on."""
    _write(Template.APPOINTMENT, event, uuid5(event.appointment_id, str(event.version)), event.person)


@handlers.on(RightsRequested)
def tell_the_administrators(event: RightsRequested, _session: Session) -> None:
    """Those who decide are told that somebody asks."""
    for administrator in event.administrators:
        cause_id = uuid5(event.request_id, str(event.version))
        _write(Template.RIGHTS_REQUESTED, event, cause_id, administrator)


@handlers.on(RequestDecided)
def tell_the_decision(event: RequestDecided, _session: Session) -> None:
    """Who asked is told what was decided."""
    _write(Template.REQUEST_DECIDED, event, uuid5(event.request_id, str(event.version)), event.person)


@handlers.on(RightsChanged)
def tell_whose_rights_changed(event: RightsChanged, _session: Session) -> None:
    """A person is told that somebody gave or ended rights of theirs."""
    _write(Template.RIGHTS_CHANGED, event, event.change_id, event.person)


@handlers.on(BankRightChanged)
def tell_a_person_of_the_bank(event: BankRightChanged, _session: Session) -> None:
    """Somebody of the bank is told that an operator gave or ended a right of theirs."""
    to = event.person
    actions.write_to(
        Template.BANK_RIGHT_CHANGED, event, cause_id=event.change_id, name=to.name, email=to.email
    )


@handlers.on(AdministrationVacated)
def tell_who_waits_in_vain(event: AdministrationVacated, _session: Session) -> None:
    """Those whose requests nobody can decide are told that they can become administrator."""
    for person in event.waiting:
        _write(Template.ADMINISTRATION_VACANT, event, event.vacancy_id, person)


@handlers.command("bank.mail-status", schema=MailStatusSchema)
def note_mail_status(told: dict, _session: Session) -> dict:
    """Note what the mailing house tells of a letter: delivered, or returned with the reason."""
    message = mail_status.note(**told)
    return {"message_id": str(message.id), "state": message.state}


def _write(template: Template, event: Any, cause_id: UUID, to: Reader) -> None:
    actions.write_to(
        template, event, cause_id=cause_id, name=to.name, email=to.email, structure_id=event.structure_id
    )
