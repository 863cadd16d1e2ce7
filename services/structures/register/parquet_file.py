"""A stock file in Parquet, read by pyarrow where it is installed (requirements/parquet.txt)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from services.structures.domain.stock import Fields, Piece, kind_of, take_fields
from services.structures.register.stock_file import NoStockFile, StockFile, StockFileUnreadable
from shared.errors import Refusal

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile as Reader


class ParquetNotInstalled(Refusal):
    french = (
        "Pour lire {file}, installez pyarrow : pip install --require-hashes -r requirements/parquet.txt ; "
        "ou prenez le même fichier en CSV."
    )
    english = (
        "To read {file}, install pyarrow: pip install --require-hashes -r requirements/parquet.txt; "
        "or take the same file in CSV."
    )


@dataclass(frozen=True)
class ParquetFile(StockFile):
    reader: "Reader"

    def pieces(self, done: int) -> Iterator[Piece]:
        before = 0
        try:
            for batch in self.reader.iter_batches(self.ROWS_A_PIECE, columns=list(self.stock.needs)):
                left = batch.slice(max(0, done - before))
                if left.num_rows:
                    yield take_fields(self.stock, _as_written(left), before=max(before, done))
                before += batch.num_rows
        except OSError as error:
            raise StockFileUnreadable(file=self.path.name, rows=before, why=str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[ParquetFile]:
    """A file whose columns are known; raises NoStockFile, ParquetNotInstalled."""
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError as error:
        raise ParquetNotInstalled(file=path.name) from error
    with path.open("rb") as raw:
        try:
            reader = parquet.ParquetFile(raw)
        except ArrowInvalid as error:
            raise NoStockFile(file=str(path)) from error
        stock = kind_of(reader.schema_arrow.names)
        if stock is None:
            raise NoStockFile(file=str(path))
        yield ParquetFile(path, stock, raw.tell, reader)


def _as_written(batch: "RecordBatch") -> Fields:
    """Columns as the CSV file has them: days and flags in words, what is not told empty."""
    from pyarrow import string

    columns = {name: batch.column(name).cast(string()) for name in batch.schema.names}
    return {name: column.fill_null("").to_pylist() for name, column in columns.items()}
