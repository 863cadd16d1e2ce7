"""Lending at work, once on each kind of database."""

import pytest

from tests.integration.lending.desk import lending


@pytest.fixture
def desk(database_url, tmp_path):
    with lending(database_url, tmp_path) as at_work:
        yield at_work
