"""Letters with a code: it is readable on paper and nowhere else, and destroyed once the mailing house has it.

The code comes sealed in the event and is opened only while the letter is printed. The PDF is kept sealed until the
folder of its batch is written. When the batch is handed over, the files, the PDF and the sealed code are destroyed;
when the letter fails or is stopped, so is its code.
"""

import json
import secrets
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe
from joserfc.jwk import OKPKey
from sqlalchemy.orm import Session, undefer

from services.notifications.domain.messages import (
    FOLLOWED,
    WITH_A_CODE,
    BatchState,
    State,
    Template,
    message_id,
)
from services.notifications.tables import Batch, Letter, Message, Passage
from shared import clock
from shared.db import reading, transaction
from shared.events.notifications import LetterMoved
from shared.outbox import emit
from shared.sealing import ALGORITHMS, published_sealing_keys, unseal
from shared.service import current_service

CODE_DEAD = "Le code ne vaut plus rien."
HIDDEN_CODE = "••••-••••-••••"
_GROUP = 4
KEY_BITS, NONCE_BYTES = 256, 12
_BATCH = 100


def printable_code(message: Message) -> str:
    """The code of a letter in groups, as it is printed; empty for a letter without one. Raises SealBroken."""
    if message.template not in WITH_A_CODE:
        return ""
    letter_id = message.event["letter_id"]
    code = unseal(message.event["sealed_code"], f"letter/{letter_id}", _keys_file())["code"]
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def sealed_pdf(pdf: bytes, message: Message) -> bytes:
    """A PDF for this service's eyes only: encrypted by a key of its own, which is sealed beside it.

    The seal takes short secrets only, and would refuse to open a whole PDF.
    """
    key, nonce = AESGCM.generate_key(KEY_BITS), secrets.token_bytes(NONCE_BYTES)
    public = OKPKey.import_key(published_sealing_keys(_keys_file())["keys"][0])
    protected = {"alg": ALGORITHMS[0], "enc": ALGORITHMS[1], "kid": public.kid}
    content = json.dumps({"purpose": f"pdf/{message.id}", "secret": {"key": key.hex()}})
    sealed_key = jwe.encrypt_compact(protected, content, public, algorithms=list(ALGORITHMS))
    return sealed_key.encode() + b"\n" + nonce + AESGCM(key).encrypt(nonce, pdf, None)


def opened_pdf(letter_of: UUID, kept: bytes) -> bytes:
    """What `sealed_pdf` kept; raises SealBroken."""
    sealed_key, _, encrypted = kept.partition(b"\n")
    key = bytes.fromhex(unseal(sealed_key.decode(), f"pdf/{letter_of}", _keys_file())["key"])
    return AESGCM(key).decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], None)


def drop_letter(letter_id: UUID, structure_id: UUID) -> None:
    """Stop a letter whose code is dead, unless it is in a batch already: then it goes, and its code does nothing."""
    with transaction() as session:
        key = message_id(letter_id, Template.ADMINISTRATOR_LETTER, structure_id)
        message = session.scalar(sa.select(Message).where(Message.id == key).with_for_update())
        if message is None or message.state not in {State.AWAITING_RECIPIENT, State.QUEUED, State.PRINTED}:
            return
        session.execute(sa.delete(Letter).where(Letter.message_id == key, Letter.batch_id.is_(None)))
        message.state, message.claim, message.changed_at = State.CANCELLED, None, clock.now()
        session.add(Passage(message_id=key, state=State.CANCELLED, at=clock.now(), why=CODE_DEAD))
        forget_code(session, key)
        tell_moves(session, [key], State.CANCELLED, CODE_DEAD)


def forget_code(session: Session, of_message: UUID) -> None:
    """Destroy the sealed code of a message that will not be printed again."""
    message = session.scalar(
        sa.select(Message).where(Message.id == of_message).options(undefer(Message.event))
    )
    if message.template in WITH_A_CODE and message.event["sealed_code"]:
        message.event = message.event | {"sealed_code": ""}


def tell_moves(session: Session, messages: Iterable[UUID], state: State, why: str | None = None) -> None:
    """Tell on the bus how far letters have come, of those that are followed one by one."""
    followed = sa.select(Message.cause_id, Message.structure_id).where(
        Message.id.in_(list(messages)), Message.template.in_(list(FOLLOWED))
    )
    for letter_id, structure_id in session.execute(followed).all():
        moved = LetterMoved(
            letter_id=letter_id, structure_id=structure_id, state=state, why=why, at=clock.now()
        )
        emit(session, moved, subject=letter_id)


def destroy_what_was_handed_over() -> bool:
    """One round: destroy the codes of letters that the mailing house has. True when there may be more."""
    with reading() as session:
        gone = session.execute(_HANDED_OVER.limit(_BATCH)).all()
    for message, number in gone:
        (_folder(number) / f"{message.reference}.pdf").unlink(missing_ok=True)
    if gone:
        with transaction() as session:
            _empty(session, [message.id for message, _ in gone])
    return len(gone) == _BATCH


def _empty(session: Session, messages: list[UUID]) -> None:
    destroyed = {"pdf": b"", "destroyed_at": clock.now()}
    session.execute(sa.update(Letter).where(Letter.message_id.in_(messages)).values(**destroyed))
    for key in messages:
        forget_code(session, key)


def _folder(number: str) -> Path:
    return current_service().settings.data_dir / "letters" / f"batch-{number}"


def _keys_file() -> Path:
    return current_service().settings.sealing_keys_file


_HANDED_OVER = (
    sa.select(Message, Batch.number)
    .join(Letter, Letter.message_id == Message.id)
    .join(Batch, Batch.id == Letter.batch_id)
    .where(Letter.sealed, Letter.destroyed_at.is_(None), Batch.state == BatchState.HANDED_OVER)
    .order_by(Message.sequence)
)
