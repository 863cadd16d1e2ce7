"""The register of establishments: stock files go in, people find theirs in it."""

import csv

import pytest
import sqlalchemy as sa

from deploy.demo import register as invented
from services.structures.domain.search import slips
from services.structures.register import words
from services.structures.register.loading import load, rows_known
from services.structures.register.stock_file import NoStockFile, StockFile
from services.structures.tables import Establishment

EUS = {
    "siren": "216600734", "siret": "21660073400012", "nic": "00012", "statutDiffusionEtablissement": "O",
    "dateCreationEtablissement": "1983-03-01", "etablissementSiege": "true", "etatAdministratifEtablissement": "A",
    "numeroVoieEtablissement": "3", "typeVoieEtablissement": "RUE", "libelleVoieEtablissement": "DE L'ÉGLISE",
    "codePostalEtablissement": "66500", "libelleCommuneEtablissement": "EUS", "enseigne1Etablissement": "MAIRIE",
    "activitePrincipaleEtablissement": "84.11Z",
}  # fmt: skip
UNIT = {
    "siren": "216600734", "denominationUniteLegale": "COMMUNE D'EUS", "categorieJuridiqueUniteLegale": "7210"
}  # fmt: skip


def write(folder, name, header, *rows):
    file = folder / name
    with file.open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, header)
        table.writeheader()
        table.writerows(rows)
    return file


@pytest.fixture
def eus(structures, tmp_path):
    """A register of one town hall among invented establishments."""
    folder = tmp_path / "stock"
    with structures.service.active():
        for file in invented.write(folder, 300):
            load(file)
        load(write(folder, "u.csv", invented.UNIT_HEADER, UNIT))
        load(write(folder, "e.csv", invented.ESTABLISHMENT_HEADER, EUS))
    return structures


@pytest.fixture
def find(eus):
    headers = eus.headers()
    return lambda q: [
        each["siret"]
        for each in eus.client.get("/establishments", query_string={"q": q}, headers=headers).json["items"]
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "commune d'eus", "COMMUNE EUS", "eus commune", "Mairie EUS", "comm eus", "comune eus", "comumne eus",
        "21660073400012", "216 600 734", "216 600 734 00012",
    ],
)  # fmt: skip
def test_an_establishment_is_found_whatever_case_accents_order_end_or_one_slip(find, typed):
    assert find(typed)[0] == EUS["siret"]


@pytest.mark.parametrize("typed", ["zzzzzzzz", "99999999999999", "commune zzzzzzzzz"])
def test_what_nobody_is_called_finds_nothing(find, typed):
    assert find(typed) == []


@pytest.mark.parametrize("typed", ["commune eu", "eus comm", "mairie eus commu", "eus mair"])
@pytest.mark.parametrize("most", [0, words.READ_MAX], ids=["by the index", "by reading"])
def test_the_last_word_may_be_unfinished_however_many_have_the_others(find, monkeypatch, typed, most):
    monkeypatch.setattr(words, "READ_MAX", most)
    assert find(typed)[0] == EUS["siret"]


@pytest.mark.parametrize("enough", [1, 200], ids=["many", "few"])
def test_of_words_that_very_many_have_some_are_found_or_all_when_they_are_few(find, monkeypatch, enough):
    monkeypatch.setattr(words, "COMMON", 0)
    monkeypatch.setattr(words, "FOUND_MAX", enough)
    assert find("commune eus") == [EUS["siret"]]


def test_the_last_check_shows_activity_creation_sign_and_address(eus):
    sheet = eus.client.get(f"/establishments/{EUS['siret']}", headers=eus.headers()).json
    assert (sheet["naf"], sheet["created_on"], sheet["sign"]) == ("84.11Z", "1983-03-01", "MAIRIE")
    assert sheet["address"] == "3 RUE DE L'ÉGLISE, 66500 EUS"
    assert sheet["sector"] == "local_authorities"


def test_a_load_that_was_stopped_goes_on_where_it_was(structures, tmp_path, monkeypatch):
    monkeypatch.setattr(StockFile, "ROWS_A_PIECE", 50)
    units, establishments = invented.write(tmp_path, 220)

    class Stop(Exception):
        pass

    def stop(rows: int, _read: int) -> None:
        if rows == 100:
            raise Stop

    with structures.service.active():
        load(units)
        with pytest.raises(Stop):
            load(establishments, stop)
        assert rows_known() == 100
        assert load(establishments) == 120
        assert rows_known() == 220


def test_the_same_file_again_changes_nothing_and_a_newer_row_replaces_the_old_one(eus, tmp_path):
    closed = EUS | {"etatAdministratifEtablissement": "F"}
    with eus.service.active():
        before = rows_known()
        load(
            write(
                tmp_path,
                "newer.csv",
                invented.ESTABLISHMENT_HEADER,
                closed,
                EUS | {"siret": "21660073400020"},
            )
        )
        assert rows_known() == before + 1
        with eus.service.database.reading() as session:
            assert session.get(Establishment, EUS["siret"]).is_closed


def test_an_address_that_insee_masks_is_not_shown(eus):
    with eus.service.database.reading() as session:
        masked = session.scalars(sa.select(Establishment).where(Establishment.masked)).all()
    assert masked
    for establishment in masked:
        assert (establishment.street, establishment.postcode) == ("", "")
        answer = eus.client.get(f"/establishments/{establishment.siret}", headers=eus.headers())
        assert answer.json["address"] == ""


def test_a_file_of_something_else_is_refused(structures, tmp_path):
    with structures.service.active(), pytest.raises(NoStockFile):
        load(write(tmp_path, "other.csv", ["a", "b"], {"a": 1, "b": 2}))


@pytest.mark.parametrize(
    ("typed", "is_near"),
    [
        ("comune", True),
        ("commmune", True),
        ("conmune", True),
        ("comumne", True),
        ("comme", False),
        ("comnue", False),
    ],
)
def test_one_slip_is_a_letter_too_many_missing_wrong_or_two_swapped(typed, is_near):
    assert ("commune" in slips(typed)) == is_near
