"""A stock file that is read piece by piece, whatever its format."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlalchemy.orm import DeclarativeBase

from services.structures.domain.stock import ESTABLISHMENTS, Piece, Stock
from services.structures.tables import Establishment, LegalUnit
from shared.errors import Refusal


class NoStockFile(Refusal):
    french = "{file} n'est pas un fichier stock SIRENE (StockUniteLegale ou StockEtablissement), en CSV ou en Parquet."
    english = "{file} is no SIRENE stock file (StockUniteLegale or StockEtablissement), in CSV or Parquet."


class StockFileUnreadable(Refusal):
    french = (
        "{file} ne se lit plus après {rows} lignes : {why}. Les lignes précédentes sont dans le répertoire."
    )
    english = (
        "{file} cannot be read any further after {rows} rows: {why}. The rows before are in the register."
    )


@dataclass(frozen=True)
class StockFile(ABC):
    """A stock file that is being read.

    position  how many of its bytes have been read
    """

    ROWS_A_PIECE: ClassVar[int] = 25_000

    path: Path
    stock: Stock
    position: Callable[[], int]

    @property
    def table(self) -> type[DeclarativeBase]:
        """What the file fills."""
        return Establishment if self.stock is ESTABLISHMENTS else LegalUnit

    @property
    def key(self) -> str:
        """The same file is known again by its name and its size."""
        return f"{self.path.name}/{self.path.stat().st_size}"

    @abstractmethod
    def pieces(self, done: int) -> Iterator[Piece]:
        """What comes after so many rows, ROWS_A_PIECE at a time; raises StockFileUnreadable."""
