"""Who writes what: for each template, the fact that it tells and the function that makes its sentences."""

from collections.abc import Callable
from typing import Any

from services.notifications.assistance.notices import (
    RequestAnswered,
    RequestReceived,
    answered_notice,
    received_notice,
)
from services.notifications.domain.documents import Document
from services.notifications.domain.messages import Template
from services.notifications.loan_notices import amendment_notice, payment_notice
from services.notifications.membership_notices import contact_changed_notice, membership_notice
from services.notifications.notices import guarantee_notice, revision_notice
from services.notifications.rights_notices import (
    administrator_letter,
    appointment_notice,
    bank_right_notice,
    request_decided_notice,
    rights_changed_notice,
    rights_requested_notice,
    vacancy_notice,
)
from shared.events import from_json
from shared.events.habilitations import (
    AdministrationVacated,
    AppointmentMoved,
    BankRightChanged,
    LetterOrdered,
    RequestDecided,
    RightsChanged,
    RightsRequested,
)
from shared.events.lending import GuaranteeRevised, InstalmentsCalled, LoanAmended, StructureRevised
from shared.events.structures import MemberRecorded, StructureRecorded

WRITERS: dict[Template, tuple[type, Callable[[Any], Document]]] = {
    Template.REVISION: (StructureRevised, revision_notice),
    Template.GUARANTEE: (GuaranteeRevised, guarantee_notice),
    Template.PAYMENT: (InstalmentsCalled, payment_notice),
    Template.AMENDMENT: (LoanAmended, amendment_notice),
    Template.ADMINISTRATOR_LETTER: (LetterOrdered, administrator_letter),
    Template.CONTACT_CHANGED: (StructureRecorded, contact_changed_notice),
    Template.MEMBERSHIP: (MemberRecorded, membership_notice),
    Template.APPOINTMENT: (AppointmentMoved, appointment_notice),
    Template.RIGHTS_REQUESTED: (RightsRequested, rights_requested_notice),
    Template.REQUEST_DECIDED: (RequestDecided, request_decided_notice),
    Template.RIGHTS_CHANGED: (RightsChanged, rights_changed_notice),
    Template.BANK_RIGHT_CHANGED: (BankRightChanged, bank_right_notice),
    Template.ADMINISTRATION_VACANT: (AdministrationVacated, vacancy_notice),
    Template.ASSISTANCE_RECEIVED: (RequestReceived, received_notice),
    Template.ASSISTANCE_ANSWERED: (RequestAnswered, answered_notice),
}


def notice(template: Template, event: dict) -> Document:
    """What a message says, from its template and the event that caused it, as JSON."""
    contract, write = WRITERS[template]
    return write(from_json(contract, event))
