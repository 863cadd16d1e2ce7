"""Secrets sealed for notifications: it alone opens them, each for the message it was made for."""

from dataclasses import replace

import pytest

from shared import sealing
from shared.key_files import KeysMissing
from shared.sealing import (
    SealBroken,
    SealingImpossible,
    ensure_sealing_keys,
    published_sealing_keys,
    rotate_sealing_key,
    seal,
    unseal,
)
from tests.callers import publish_sealing_key

SECRET = {"code": "7738", "to": "Cendrine d’Eus"}


@pytest.fixture
def keys(tmp_path):
    return publish_sealing_key(tmp_path)


@pytest.fixture
def sealed(service, keys):
    """Seal something as the toy service would."""
    service.settings = replace(service.settings, sealing_keys_url=keys[1])

    def make(secret=SECRET, purpose="mail/1"):
        with service.active():
            return seal(secret, purpose)

    return make


def test_what_was_sealed_opens_with_the_private_key(sealed, keys):
    assert unseal(sealed(), "mail/1", keys[0]) == SECRET


def test_a_sealed_text_shows_nothing_and_is_never_the_same_twice(sealed):
    first, second = sealed(), sealed()
    assert first != second
    assert "7738" not in first


def test_a_secret_moved_to_another_message_does_not_open(sealed, keys):
    with pytest.raises(SealBroken):
        unseal(sealed(purpose="mail/1"), "mail/2", keys[0])


@pytest.mark.parametrize("place", range(5), ids=["header", "key", "nonce", "text", "tag"])
def test_a_sealed_text_that_was_changed_does_not_open(sealed, keys, place):
    parts = sealed().split(".")
    parts[place] = ("B" if parts[place][:1] == "A" else "A") + parts[place][1:]
    with pytest.raises(SealBroken):
        unseal(".".join(parts), "mail/1", keys[0])


@pytest.mark.parametrize("junk", ["", ".", "....", "é", "a.b.c.d.e"])
def test_what_is_no_sealed_text_does_not_open(keys, junk):
    with pytest.raises(SealBroken):
        unseal(junk, "mail/1", keys[0])


def test_another_key_opens_nothing(sealed, tmp_path):
    stranger = tmp_path / "elsewhere" / "keys.json"
    ensure_sealing_keys(stranger)
    with pytest.raises(SealBroken):
        unseal(sealed(), "mail/1", stranger)


def test_after_a_rotation_old_secrets_still_open_and_new_ones_use_the_new_key(sealed, keys):
    before = sealed()
    newest = rotate_sealing_key(keys[0])
    assert [key["kid"] for key in published_sealing_keys(keys[0])["keys"]] == [newest]
    assert unseal(before, "mail/1", keys[0]) == SECRET


def test_what_is_published_holds_no_private_part(keys):
    (key,) = published_sealing_keys(keys[0])["keys"]
    assert "d" not in key
    assert keys[0].stat().st_mode & 0o077 == 0


def test_nothing_leaves_while_the_public_key_was_never_read(service, tmp_path):
    service.settings = replace(service.settings, sealing_keys_url=(tmp_path / "absent.json").as_uri())
    with service.active(), pytest.raises(SealingImpossible) as refused:
        seal(SECRET, "mail/1")
    assert refused.value.facts["retry_after_seconds"] == sealing.RETRY_SECONDS


def test_a_key_once_read_serves_through_an_outage_of_its_source(sealed, keys, tmp_path, monkeypatch):
    sealed()
    (tmp_path / "sealing-key.json").unlink()
    monkeypatch.setattr(sealing, "KEY_FRESH_SECONDS", 0)
    assert unseal(sealed(), "mail/1", keys[0]) == SECRET


def test_a_file_that_is_absent_is_named(tmp_path):
    with pytest.raises(KeysMissing, match=r"absent\.json"):
        published_sealing_keys(tmp_path / "absent.json")


def test_two_processes_that_start_together_agree_on_one_key(tmp_path):
    file = tmp_path / "keys.json"
    ensure_sealing_keys(file)
    first = file.read_bytes()
    ensure_sealing_keys(file)
    assert file.read_bytes() == first
