"""Two officers at the same instant, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from services.rates.tables import Base
from shared.tables import plumbing
from tests.unit.rates.desk import PROPOSAL, Desk

RACERS = 4


@pytest.fixture
def desk(database_url, tmp_path):
    made = Desk(database_url, tmp_path)
    yield made.ready()
    made.close()


def race(*acts) -> list[int]:
    """Statuses of the answers, when all these requests are made at once."""
    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(answer.status_code for answer in threads.map(lambda act: act(), acts))


def test_of_proposals_made_at_once_for_one_day_a_single_one_enters(desk):
    statuses = race(*[lambda: desk.post("/fixings", desk.officer, PROPOSAL)] * RACERS)
    assert statuses == [201] + [409] * (RACERS - 1)
    assert len(desk.get("/fixings", state="proposed").json["items"]) == 1


def test_approvals_made_at_once_publish_once(desk):
    path = f"/fixings/{desk.proposed()['fixing_id']}/approval"
    statuses = race(*[lambda: desk.post(path, desk.approver)] * RACERS)
    assert statuses == [200] + [409] * (RACERS - 1)
    assert [event["index"] for event in desk.told()] == ["livret_a", "ldds"]


def test_an_approval_and_a_withdrawal_made_at_once_end_in_one_of_them(desk):
    fixing = desk.proposed()
    statuses = race(
        lambda: desk.post(f"/fixings/{fixing['fixing_id']}/approval", desk.approver),
        lambda: desk.post(f"/fixings/{fixing['fixing_id']}/withdrawal", desk.officer, {"reason": "Erreur"}),
    )
    assert statuses == [200, 409]
    state = desk.get(f"/fixings/{fixing['fixing_id']}").json["state"]
    assert len(desk.told()) == {"approved": 2, "withdrawn": 0}[state]


def test_the_migrations_make_the_tables_that_the_code_maps(desk):
    wanted = sa.MetaData()
    for table in [*Base.metadata.sorted_tables, *plumbing.sorted_tables]:
        table.to_metadata(wanted)
    with desk.service.database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), wanted)
    assert [kind for kind in differences if kind[0] in {"add_table", "add_column", "remove_column"}] == []
