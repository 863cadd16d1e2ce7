"""Printing letters: each due one becomes a PDF, kept in the database until a batch takes it."""

from dataclasses import replace

from services.notifications.domain.addresses import PostalAddress, address_lines, addressee
from services.notifications.domain.documents import view
from services.notifications.domain.messages import WITH_A_CODE, Kind, State
from services.notifications.letters import PrintedLetter
from services.notifications.press import Press
from services.notifications.sealed_letters import forget_code, printable_code, sealed_pdf, tell_moves
from services.notifications.tables import Letter, Message, Recipient
from services.notifications.work import correspondence, finish, take
from services.notifications.writers import notice
from shared import clock, logs, tracing
from shared.db import transaction
from shared.errors import Refusal
from shared.sealing import SealBroken

BATCH = 10
_log = logs.get_logger(__name__)


def print_due_letters() -> bool:
    """One round: take some letters and print them. True when there may be more."""
    taken = take(Kind.LETTER, BATCH, becoming=State.QUEUED)
    with Press() as press:
        for message in taken:
            with tracing.continued("print letter", message.traceparent):
                _print(message, press)
    return bool(taken)


def window_lines(recipient: Recipient) -> tuple[str, ...]:
    """The address of a structure as its window shows it; raises a Refusal when it cannot be written."""
    function = addressee(recipient.representative_function)
    return address_lines(PostalAddress(function=function, structure=recipient.name, **recipient.address))


def _print(message: Message, press: Press) -> None:
    """Print one letter, or say why it cannot be."""
    try:
        lines = window_lines(message.recipient)
        document = replace(notice(message.template, message.event), code=printable_code(message))
        letter = view(document, correspondence(message)) | {"address": list(lines)}
        printed = press.print(letter, at=message.created_at)
    except Refusal as refusal:
        _fail(message, refusal.sentences.french)
    except SealBroken as broken:
        _log.error("code_not_opened", message_id=str(message.id), reason=str(broken))
        _fail(message, "Le code de ce courrier ne peut plus être lu : il en faut un nouveau.")
    except Exception:  # a letter that breaks its template must not hold up its neighbours
        _log.exception("letter_not_printed", message_id=str(message.id))
        _fail(message, "Erreur interne : la lettre n'a pas pu être imprimée.")
    else:
        _keep(message, lines, printed)


def _fail(message: Message, why: str) -> None:
    """Say why a letter cannot be printed; a code in it is destroyed, and who ordered it is told."""
    with transaction() as session:
        if finish(message, State.FAILED, why=why):
            forget_code(session, message.id)
            tell_moves(session, [message.id], State.FAILED, why)


def _keep(message: Message, lines: tuple[str, ...], printed: PrintedLetter) -> None:
    sealed = message.template in WITH_A_CODE
    with transaction() as session:
        if finish(message, State.PRINTED, attempts=message.attempts + 1):
            session.add(
                Letter(
                    message_id=message.id,
                    address=list(lines),
                    pages=printed.pages,
                    sha256=printed.sha256,
                    pdf=sealed_pdf(printed.pdf, message) if sealed else printed.pdf,
                    sealed=sealed,
                    printed_at=clock.now(),
                )
            )
