"""Counts the rows of a query; no table."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


def select_count(rows: Select[Any]) -> Select[int]:
    """Return the query of a number of rows.

    Distinct rows are counted through it too: PostgreSQL hashes a subquery, but sorts for
    `count(distinct ...)`.
    """
    return select(func.count()).select_from(rows.subquery())


async def count_rows(connection: AsyncConnection, rows: Select[Any]) -> int:
    """Return the number of rows of a query."""
    return (await connection.execute(select_count(rows))).scalar_one()
