"""Letters from the queue to the mailing house: printed once, in exactly one batch, on both databases."""

import hashlib
import json
import shutil

import pytest

from services.notifications import batching, printing
from services.notifications.domain.messages import State
from services.notifications.tables import Batch
from services.notifications.work import take
from shared import clock
from shared.events.structures import Address
from tests.unit.notifications.mail_room import AGENT, mail_room, manifest

POST_ONLY = {"contact_email": None}


@pytest.fixture
def room(database_url, tmp_path):
    with mail_room(database_url, tmp_path, letter_batch_size_max=7) as opened:
        yield opened


def folders(tmp_path):
    return sorted((tmp_path / "letters").glob("batch-*"))


def batched(tmp_path) -> list[str]:
    return [letter["letter_id"] for folder in folders(tmp_path) for letter in manifest(folder)["letters"]]


def test_a_batch_holds_the_letters_and_a_manifest_that_proves_them(room, tmp_path):
    room.tell_towns(3, **POST_ONLY)
    room.print()
    assert room.states() == [("letter", "printed")] * 3
    room.batch()
    (folder,) = folders(tmp_path)
    listed = manifest(folder)
    assert folder.name == f"batch-{listed['batch']}"
    assert [letter["reference"] for letter in listed["letters"]] == [m.reference for m in room.messages()]
    for letter in listed["letters"]:
        pdf = (folder / letter["file"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == letter["sha256"]
        assert letter["pages"] == 2
        assert letter["address"][-1] == "04230 SAINT ETIENNE LES ORGUES"
    names = {letter["file"] for letter in listed["letters"]} | {"manifest.json", "manifest.csv"}
    assert {file.name for file in folder.iterdir()} == names
    assert (folder / "manifest.csv").read_text(encoding="utf-8").count("\n") == 4
    assert room.states() == [("letter", "in_batch")] * 3


def test_a_closed_batch_is_told_once_with_the_hash_of_its_manifest(room, tmp_path):
    room.tell_towns(2, **POST_ONLY)
    room.print()
    room.batch()
    room.batch()
    (folder,) = folders(tmp_path)
    (told,) = room.told("notifications.letter_batch_closed.v1")
    assert (told["letters"], told["pages"]) == (2, 4)
    assert told["manifest_sha256"] == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def test_a_batch_takes_no_more_letters_than_the_mailing_house_wants(room, tmp_path):
    room.tell_towns(16, **POST_ONLY)
    room.print()
    room.batch()
    assert [manifest(folder)["letters_total"] for folder in folders(tmp_path)] == [7, 7, 2]
    assert [folder.name[-3:] for folder in folders(tmp_path)] == ["001", "002", "003"]


def test_letters_wait_for_one_another_before_a_batch_is_closed(database_url, tmp_path):
    with mail_room(database_url, tmp_path, letter_batch_wait_seconds=3600, letter_batch_size_max=3) as room:
        room.tell_towns(2, **POST_ONLY)
        room.print()
        room.batch()
        assert folders(tmp_path) == []
        room.tell_towns(1, **POST_ONLY)
        room.print()
        room.batch()
        assert len(batched(tmp_path)) == 3


def test_while_letters_are_left_to_print_the_batch_stays_open(room, tmp_path):
    room.tell_towns(2, **POST_ONLY)
    room.print()
    room.tell_towns(1, **POST_ONLY)
    room.batch()
    assert folders(tmp_path) == []


def test_workers_at_the_same_time_put_each_letter_in_exactly_one_batch(room, tmp_path):
    room.tell_towns(40, **POST_ONLY)
    room.at_once(printing.print_due_letters, workers=2)
    room.at_once(batching.make_batches, workers=4)
    room.batch()
    letters = batched(tmp_path)
    assert len(letters) == len(set(letters)) == 40
    assert set(letters) == {str(message.id) for message in room.messages()}
    assert len(room.told("notifications.letter_batch_closed.v1")) == len(folders(tmp_path))
    assert list((tmp_path / "letters").glob(".*")) == []


def test_a_worker_killed_before_the_files_leaves_a_batch_that_the_next_one_writes(room, tmp_path):
    room.tell_towns(3, **POST_ONLY)
    room.print()
    with room.service.active():
        batch_id = batching.choose_batch()
    with room.service.database.reading() as session:
        number = session.get(Batch, batch_id).number
    half_written = tmp_path / "letters" / f".batch-{number}.killed"
    half_written.mkdir(parents=True)
    room.batch()
    assert len(batched(tmp_path)) == 3
    assert not half_written.exists()
    assert len(room.told("notifications.letter_batch_closed.v1")) == 1


def test_a_worker_killed_after_the_files_leaves_a_batch_that_the_next_one_closes_unchanged(room, tmp_path):
    room.tell_towns(3, **POST_ONLY)
    room.print()
    with room.service.active():
        batch_id = batching.choose_batch()
        batching.write_batch(batch_id)
    (folder,) = folders(tmp_path)
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}
    room.batch()
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} == before
    assert len(room.told("notifications.letter_batch_closed.v1")) == 1


def test_a_batch_written_again_is_the_same_to_the_byte(room, tmp_path):
    room.tell_towns(2, **POST_ONLY)
    room.print()
    with room.service.active():
        batch_id = batching.choose_batch()
        batching.write_batch(batch_id)
        (folder,) = folders(tmp_path)
        first = {file.name: file.read_bytes() for file in folder.iterdir()}
        shutil.rmtree(folder)
        batching.write_batch(batch_id)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == first


def test_a_folder_that_another_database_left_is_put_aside_and_not_mixed(room, tmp_path):
    room.tell_towns(1, **POST_ONLY)
    room.print()
    room.batch()
    (folder,) = folders(tmp_path)
    (folder / "manifest.json").write_text(json.dumps({"letters": []}))
    with room.service.database.writing() as session:
        session.query(Batch).update({"state": "closing", "due_at": clock.now()})
    room.batch()
    assert len(manifest(folder)["letters"]) == 1
    assert len(list(folder.parent.glob(".replaced.batch-*"))) == 1


def test_a_letter_whose_address_cannot_be_written_waits_for_a_clerk_with_the_reason(room):
    far = Address(recipient=None, building=None, street="1 rue X", place=None, postcode="ABC", town="Y")
    room.tell_towns(1, **POST_ONLY, address=far)
    room.tell_towns(1, **POST_ONLY)
    room.print()
    bad, good = room.messages()
    assert (bad.state, good.state) == ("failed", "printed")
    assert bad.error == "Le code postal « ABC » n'a pas la forme attendue : 5 chiffres."


def test_a_letter_in_the_hands_of_a_killed_worker_is_printed_by_another(room):
    room.tell_towns(1, **POST_ONLY)
    with room.service.active():
        take("letter", 10, becoming=State.QUEUED)
    room.print()
    assert room.states() == [("letter", "queued")]
    room.make_due()
    room.print()
    assert room.states() == [("letter", "printed")]


def test_the_mailing_house_takes_a_batch_once_and_its_letters_with_it(room):
    room.tell_towns(2, **POST_ONLY)
    room.print()
    room.batch()
    agent = room.headers(AGENT)
    (batch,) = room.client.get("/batches", headers=agent).json["items"]
    taken = room.client.post(f"/batches/{batch['id']}/hand-over", headers=agent)
    assert (taken.status_code, taken.json["state"]) == (200, "handed_over")
    assert room.states() == [("letter", "handed_over")] * 2
    again = room.client.post(f"/batches/{batch['id']}/hand-over", headers=agent)
    assert (again.status_code, again.json["type"]) == (409, "/problems/batch-not-ready")


def test_a_batch_asked_for_is_made_by_the_worker(database_url, tmp_path):
    with mail_room(database_url, tmp_path, letter_batch_wait_seconds=3600) as room:
        agent = room.headers(AGENT)
        assert room.client.post("/batches", headers=agent).status_code == 409
        room.tell_towns(2, **POST_ONLY)
        room.print()
        asked = room.client.post("/batches", headers=agent)
        assert (asked.status_code, asked.json["state"], asked.json["letters"]) == (202, "closing", 2)
        assert folders(tmp_path) == []
        room.batch()
        shown = room.client.get(f"/batches/{asked.json['id']}", headers=agent).json
        assert shown["state"] == "closed"
        assert [letter["reference"] for letter in shown["contents"]] == [m.reference for m in room.messages()]
