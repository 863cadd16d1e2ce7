"""How a person comes to rights in a structure: the states of a request and of an appointment, and what may follow.

A request asks for rights. Where an administrator can decide, it waits for one (case 2). Where none can, its person
accepts to ask whoever represents the structure (case 1): that is an appointment, which lasts until the code of a
letter is typed.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from services.habilitations.domain.codes import LETTERS_DAYS, LETTERS_MAX


class RequestState(StrEnum):
    """Where a request is.

    to_accept               no administrator can decide: the person is to accept that a letter goes out
    awaiting_code           a letter is on its way; its code makes the rights active
    awaiting_administrator  an administrator decides
    granted, refused        decided; what was given may be less than what was asked for
    cancelled               the person gave up, left, or closed the account
    """

    TO_ACCEPT = "to_accept"
    AWAITING_CODE = "awaiting_code"
    AWAITING_ADMINISTRATOR = "awaiting_administrator"
    GRANTED = "granted"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class AppointmentState(StrEnum):
    """Where an appointment is.

    letter_ordered  a letter is made, or on its way
    needs_agent     no letter can reach the structure: somebody of the bank is to correct its address
    active          the code was typed
    expired         nobody typed it in time, or it was mistyped too often
    refused         whoever represents the structure said no
    cancelled       the person gave up, left, or closed the account
    """

    LETTER_ORDERED = "letter_ordered"
    NEEDS_AGENT = "needs_agent"
    ACTIVE = "active"
    EXPIRED = "expired"
    REFUSED = "refused"
    CANCELLED = "cancelled"


OPEN_REQUESTS = frozenset(
    {RequestState.TO_ACCEPT, RequestState.AWAITING_CODE, RequestState.AWAITING_ADMINISTRATOR}
)
OPEN_APPOINTMENTS = frozenset({AppointmentState.LETTER_ORDERED, AppointmentState.NEEDS_AGENT})
"""States that hold the only place there is: one appointment at a time in a structure."""

_FOLLOWING: dict[AppointmentState, frozenset[AppointmentState]] = {
    AppointmentState.LETTER_ORDERED: frozenset(AppointmentState),
    AppointmentState.NEEDS_AGENT: frozenset(AppointmentState) - {AppointmentState.ACTIVE},
    AppointmentState.EXPIRED: frozenset({AppointmentState.LETTER_ORDERED, AppointmentState.CANCELLED}),
    AppointmentState.ACTIVE: frozenset(),
    AppointmentState.REFUSED: frozenset(),
    AppointmentState.CANCELLED: frozenset(),
}


def may_become(state: AppointmentState, following: AppointmentState) -> bool:
    """Whether an appointment may go from one state to another."""
    return following in _FOLLOWING[state]


def decider_exists(
    wanted: Collection[str], held_by_others: Collection[Collection[str]], is_administrator: bool
) -> bool:
    """Whether an administrator can decide a request, so that no letter is needed.

    held_by_others    the rights of each administrator other than who asks
    is_administrator  who asks is one: as nobody grants what they do not hold, another one must hold all of it;
                      anybody else's request is for the administrators to answer, even if only in part
    """
    if not is_administrator:
        return bool(held_by_others)
    return any(set(wanted) <= set(held) for held in held_by_others)


def next_letter_on(ordered_on: Collection[date], today: date) -> date | None:
    """From which day a structure may be sent one more letter; None when it may today.

    ordered_on  days of the letters that were ordered for it and could reach it
    """
    counted = sorted(day for day in ordered_on if day > today - timedelta(days=LETTERS_DAYS))
    if len(counted) < LETTERS_MAX:
        return None
    return counted[-LETTERS_MAX] + timedelta(days=LETTERS_DAYS)


def right_refused(
    wanted: Collection[str], already: Collection[str], held_by_decider: Collection[str]
) -> str | None:
    """The first right that a decider may not give: one that the person has not and the decider has not either."""
    return next((right for right in wanted if right not in already and right not in held_by_decider), None)
