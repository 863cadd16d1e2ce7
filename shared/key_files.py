"""Files of private keys: written whole, readable by their owner only, read again when they change.

{"keys": [{…the parameters of one key and its times…}]}
"""

import json
import os
import shutil
from functools import cache
from pathlib import Path


class KeysMissing(Exception):
    """There is no file of keys, and none may be made here."""


def read_keys(path: Path) -> list[dict]:
    """The entries of a file of keys; raises KeysMissing where there is none."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise KeysMissing(
            f"{path} does not exist: keys are given, or may be made where settings say so."
        ) from None


def listed_keys(path: Path) -> list[tuple[str, str]]:
    """The id of each key and since when it counts, oldest first: what may be shown of them. Raises KeysMissing."""
    return [
        (each.get("kid", ""), each.get("signs_from") or each.get("made_at", "")) for each in read_keys(path)
    ]


def write_keys(path: Path, entries: list[dict], only_if_absent: bool = False) -> None:
    """Put the whole file in its place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        json.dump({"keys": entries}, file)
    if path.exists():
        shutil.chown(
            draft, path.stat().st_uid, path.stat().st_gid
        )  # whoever rotates keys, their service reads them
    if only_if_absent:
        _link_unless_there(draft, path)
    else:
        draft.replace(path)


@cache
def _read(path: Path, _changed_at: int) -> list[dict]:
    return json.loads(path.read_text(encoding="ascii"))["keys"]


def _link_unless_there(draft: Path, path: Path) -> None:
    """Two processes that start together agree on one file: the first one's."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
