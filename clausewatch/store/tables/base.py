"""The base of all row classes, and the table `queue_migration`.

A key that people see as a record id is an autoincrement, so no id is ever given twice.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, Table, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from clausewatch.store.column_types import RowId, SafeText, UtcTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""A migration can alter a constraint of SQLite only by its name."""


class Row(SQLModel):
    """The base of all row classes; a test compares its metadata with the migrations."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    # Statements use the tables alone. No row is ever validated, so no start builds validators.
    model_config = {"defer_build": True}


def find_table(row: type[Row]) -> Table:
    """Return the Core table of a row class, for statements."""
    return Row.metadata.tables[str(row.__tablename__)]


def keep_ids_unique(*constraints: UniqueConstraint | Index) -> tuple[Any, ...]:
    """Return table arguments with which SQLite never gives the id of a deleted row again."""
    return (*constraints, {"sqlite_autoincrement": True})


def make_key() -> Any:  # noqa: ANN401  # what SQLModel's Field returns
    """Return a primary key column that the database counts up."""
    return Field(default=None, primary_key=True, sa_type=RowId)


def make_reference(target: str, *, optional: bool = False, **more: Any) -> Any:  # noqa: ANN401
    """Return a column that refers to a row; deleting that row deletes this one."""
    reference = ForeignKey(target, ondelete="CASCADE")
    return Field(
        default=None if optional else ...,
        sa_type=RowId,
        nullable=optional,
        sa_column_args=(reference,),
        **more,
    )


DEFAULT_FALSE = {"server_default": false()}
DEFAULT_EMPTY = {"server_default": ""}
"""The database fills the column with an empty text, also in the rows of older programs."""


class QueueMigrationRow(Row, table=True):
    """A migration of the task queue's schema that was applied."""

    __tablename__: ClassVar[str] = "queue_migration"
    name: str = Field(primary_key=True, sa_type=SafeText)
    applied_at: datetime = Field(sa_type=UtcTime)


QUEUE_MIGRATION = find_table(QueueMigrationRow)
