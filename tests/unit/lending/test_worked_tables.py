"""Schedules worked out by hand or by others: each row, to the cent."""

import json
from pathlib import Path

import pytest

from services.lending.domain.rows import published_row
from services.lending.domain.schedule import schedule
from services.lending.schemas import terms_from_json, terms_to_json

TABLES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_schedule_agrees_with_the_worked_table_row_by_row(path):
    table = json.loads(path.read_text(encoding="utf-8"))
    computed = schedule(terms_from_json(table["terms"]))
    assert [published_row(row) for row in computed.rows] == table["rows"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_terms_written_in_the_public_format_read_back_the_same(path):
    terms = terms_from_json(json.loads(path.read_text(encoding="utf-8"))["terms"])
    assert terms_from_json(json.loads(json.dumps(terms_to_json(terms)))) == terms
