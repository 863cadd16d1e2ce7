"""Files of private keys: which keys there are, and a new one. Runs where the files are; services read them again."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from deploy.client import PlatformError
from deploy.commands.options import console
from shared.key_files import KeysMissing, listed_keys

app = typer.Typer(help="Keys that sign tokens, seal messages and hash codes.", no_args_is_help=True)
Data = Annotated[
    Path, typer.Option("--data", envvar="PRETS_DATA", help="Folder of the files whose variable is not set.")
]
KindName = Annotated[str, typer.Argument(help="signing, sealing or codes.")]


@dataclass(frozen=True)
class Kind:
    """A kind of keys: the variable that names its file, the file's usual name, and how a new key is added."""

    variable: str
    file_name: str
    rotate: Callable[[Path], str]

    def file(self, data: Path) -> Path:
        """Where this kind's keys are."""
        return Path(os.environ.get(self.variable) or data / self.file_name)


def _rotate_signing(file: Path) -> str:
    from services.identity.signing import rotate

    return rotate(file)


def _rotate_sealing(file: Path) -> str:
    from shared.sealing import rotate_sealing_key

    return rotate_sealing_key(file)


def _rotate_codes(file: Path) -> str:
    from services.habilitations.clients.codes import rotate_code_key

    return rotate_code_key(file)


KINDS = {
    "signing": Kind("SIGNING_KEYS_FILE", "signing-keys.json", _rotate_signing),
    "sealing": Kind("SEALING_KEYS_FILE", "sealing-keys.json", _rotate_sealing),
    "codes": Kind("CODE_KEYS_FILE", "code-keys.json", _rotate_codes),
}


@app.command("list")
def list_keys(data: Data = Path("var")) -> None:
    """Show the keys of each kind that is here, oldest first: ids and times, never a key."""
    table = Table("Kind", "Key", "From", "File")
    for name, kind in KINDS.items():
        file = kind.file(data)
        if file.exists():
            for key_id, since in listed_keys(file):
                table.add_row(name, key_id, since, str(file))
    console.print(table if table.row_count else f"No keys in {data}.")


@app.command()
def rotate(kind: KindName, data: Data = Path("var")) -> None:
    """Add a key of a kind: it is used from now on (signing: in ten minutes), those before serve what they made."""
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind} is none of {', '.join(KINDS)}")
    chosen = KINDS[kind]
    try:
        console.print(f"{kind}: new key {chosen.rotate(chosen.file(data))}")
    except KeysMissing as missing:
        raise PlatformError(str(missing)) from missing
