"""How many examples there are, and what counts as a fault."""

import json
import os
from collections.abc import Callable
from typing import Any

import jsonschema_rs
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from tests.contract.documents import resolved
from tests.contract.watch import Watch

ASKED = int(os.environ.get("FUZZ_EXAMPLES", "0"))
EXAMPLES = {"sqlite": ASKED or 5, "postgresql": max(2, ASKED // 3)}
"""Of each kind for each operation or queue: the smaller run on PostgreSQL is for what only PostgreSQL refuses."""
PROBLEM = "application/problem+json"
READ_AS_DATA = ("application/json", PROBLEM, "text/plain")
LEAKS = ("Traceback (most recent call last)", "site-packages", 'File "', "sqlalchemy", "psycopg", "sqlite3.")


def each(strategy: SearchStrategy, use: Callable[[Any], None], examples: int) -> None:
    """Use so many examples: the same ones each time unless more were asked for.

    Nothing is shrunk or repeated: the service is not the same any more after an example.
    """
    chosen = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=not ASKED,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    chosen(given(strategy)(use))()


class Desk:
    """Sends requests of one operation to an application, and writes down what no answer may be.

    excused  tables that may change although a request was refused
    """

    def __init__(self, app: Flask, watch: Watch, operation: Any, excused: frozenset[str] = frozenset()):
        self.client = app.test_client()
        self.watch = watch
        self.operation = operation
        self.excused = excused
        self.statuses: dict[int, int] = {}
        self.faults: list[str] = []
        watch.changed()

    def send(self, request: dict[str, Any]) -> None:
        """Make a request; see that its answer is sound, and that a refusal left everything as it was."""
        answer = self.client.open(**request)
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        for fault in [*self._faults_of(answer), *self._changes_after(answer, request["method"])]:
            shown = {key: value for key, value in request.items() if key != "headers"}
            self.faults.append(
                f"{fault}\n  answer {answer.status_code} {answer.get_data()[:300]}\n  request {shown!r:.600}"
            )

    def _faults_of(self, answer: Any):
        if answer.status_code >= 500:
            yield "a fault of ours"
        if answer.mimetype in READ_AS_DATA and any(leak in answer.text for leak in LEAKS):
            yield "the inside of the house"
        if answer.status_code >= 400:
            yield from _faults_of_problem(answer)
        elif answer.get_data() and answer.mimetype == "application/json":
            yield from self._faults_of_body(answer)

    def _faults_of_body(self, answer: Any):
        """An answer is what its schema says."""
        document = self.operation.document
        responses = self.operation.definition["responses"]
        said = resolved(document, responses.get(str(answer.status_code)) or {}).get("content", {})
        if "application/json" not in said:
            yield "an answer that the document does not know"
            return
        schema = said["application/json"]["schema"] | {"components": document["components"]}
        try:
            jsonschema_rs.validate(schema, answer.get_json(), validate_formats=True)
        except jsonschema_rs.ValidationError as error:
            yield f"not what the document says: {error.message}"

    def _changes_after(self, answer: Any, method: str):
        changed = self.watch.changed()
        if answer.status_code >= 400 and changed - self.excused:
            yield f"refused, and yet it changed {changed}"
        if method.upper() == "GET" and changed:
            yield f"only read, and yet it changed {changed}"


def _faults_of_problem(answer: Any):
    if answer.mimetype != PROBLEM:
        yield "a refusal that is no problem"
        return
    problem = json.loads(answer.get_data())
    absent = {"type", "title", "status", "detail", "reference"} - problem.keys()
    if absent or problem["status"] != answer.status_code or not problem["reference"]:
        yield f"a problem that is not whole: {absent}"
