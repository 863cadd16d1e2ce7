"""A right that has ended ends everywhere within five minutes, even while the broker is away.

Facts bring each change of a right within seconds. One that was told while the broker is down waits in an outbox,
however long that takes; so a service that has not confirmed a caller's rights for four minutes asks habilitations for
them, with the caller's own token, and brings its copy up to date. Where habilitations does not answer, the copy stands.
"""

import time
from http.client import HTTPException
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shared import logs
from shared.auth import record_grant, record_revocation
from shared.db import reading, transaction
from shared.events import name_of
from shared.events.habilitations import RightGranted, RightRevoked
from shared.fetching import fetch_json
from shared.service import current_service
from shared.tables import rights

CONFIRMED_SECONDS = 240
RETRY_SECONDS = 30
SUBJECTS_KEPT_MAX = 10_000
_TELLER = name_of(RightGranted).partition(".")[0]
_log = logs.get_logger(__name__)


class RightsSource:
    """Where habilitations says what whoever asks may do; without an address nothing is asked.

    confirmed_seconds  how long an answer is good
    """

    def __init__(self, url: str, confirmed_seconds: float = CONFIRMED_SECONDS):
        self.url = url
        self.confirmed_seconds = confirmed_seconds
        self._asked_at: dict[UUID, float] = {}
        self._silent_until = float("-inf")

    def confirm(self, subject_id: UUID, authorization: str) -> None:
        """Bring the copy of somebody's rights up to date, unless it was a few minutes ago.

        authorization  the header with the token that they present
        """
        if self._is_due(subject_id):
            self._ask(subject_id, authorization)

    def _is_due(self, subject_id: UUID) -> bool:
        now = time.monotonic()
        if not self.url or now < self._silent_until or current_service().name == _TELLER:
            return False
        return now - self._asked_at.get(subject_id, float("-inf")) >= self.confirmed_seconds

    def _ask(self, subject_id: UUID, authorization: str) -> None:
        if len(self._asked_at) >= SUBJECTS_KEPT_MAX:
            self._asked_at.clear()
        self._asked_at[subject_id] = time.monotonic()  # before asking: one thread does, the others go on
        try:
            told = fetch_json(self.url, {"Authorization": authorization})["items"]
            _correct(subject_id, [_fact(subject_id, each) for each in told])
        except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            self._asked_at.pop(subject_id, None)
            self._silent_until = time.monotonic() + RETRY_SECONDS
            _log.warning("rights_not_confirmed", reason=f"{type(error).__name__}: {error}"[:200])


def _fact(subject_id: UUID, told: dict[str, Any]) -> RightGranted | RightRevoked:
    structure_id = told["structure_id"]
    return (RightGranted if told["held"] else RightRevoked)(
        subject_id=subject_id,
        right=told["right"],
        structure_id=structure_id and UUID(structure_id),
        version=told["version"],
    )


def _correct(subject_id: UUID, told: list[RightGranted | RightRevoked]) -> None:
    """Take what is newer than our copy; usually nothing is."""
    known = sa.select(rights.c.right, rights.c.structure_id, rights.c.version)
    with reading() as session:
        found = session.execute(known.where(rights.c.subject_id == subject_id))
        versions = {(row.right, row.structure_id): row.version for row in found}
    newer = [
        fact for fact in told if fact.version > versions.get((fact.right, str(fact.structure_id or "")), 0)
    ]
    if newer:
        with transaction() as session:
            for fact in newer:
                (record_grant if isinstance(fact, RightGranted) else record_revocation)(fact, session)
        _log.warning("rights_corrected", subject=str(subject_id), rights=len(newer))
