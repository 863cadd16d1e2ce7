"""`prets audit verify`: an operator finds out that somebody wrote in an audit trail."""

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from deploy.cli import app
from deploy.demo import bank
from shared.tables import acts


@pytest.fixture
def prets(portal):
    """The command, as an operator of the demonstration."""
    operator = next(person for person in bank.staff() if "operator" in person["rights"])
    who = ["--url", portal.address, "--login", operator["email"], "--password", bank.DEMONSTRATION_PASSWORD]

    def run(*words: str):
        return CliRunner().invoke(app, ["audit", "verify", *words, *who], env={"COLUMNS": "200"})

    return run


@pytest.fixture
def trail(portal):
    """The trail of habilitations, given back as it was."""
    service = next(each for each in portal.platform.services if each.name == "habilitations")
    with service.database.reading() as session:
        (line,) = session.execute(sa.select(acts).order_by(acts.c.number).limit(1)).all()

    def write(act: str) -> None:
        with service.database.writing() as session:
            session.execute(sa.update(acts).where(acts.c.number == line.number).values(act=act))

    yield line, write
    write(line.act)


def test_trails_that_are_as_they_were_written_are_said_to_be(prets):
    verified = prets()
    assert verified.exit_code == 0, verified.output
    assert verified.output.count("intact") == 3


def test_a_line_that_somebody_changed_is_named(prets, trail):
    _, write = trail
    write("right_revoked")
    verified = prets("habilitations")
    assert (verified.exit_code, "broken at line 1" in verified.output) == (1, True)
    assert prets("structures").exit_code == 0


def test_a_trail_must_still_have_the_line_that_the_logs_noted(prets, trail):
    line, _ = trail
    assert prets("habilitations", "--noted", f"1:{line.hash}").exit_code == 0
    assert prets("habilitations", "--noted", f"1:{'0' * 64}").exit_code == 1


@pytest.mark.parametrize("words", [("lending",), ("--noted", "1:abc")])
def test_what_cannot_be_verified_is_said_so(prets, words):
    assert prets(*words).exit_code == 2
