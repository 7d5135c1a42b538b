"""What the operator asks of all workspaces together."""

from sqlalchemy import select

from clausewatch.model.documents import Document
from clausewatch.store.database import Database, chunked
from clausewatch.store.mappers import documents_by
from clausewatch.store.tables import DOCUMENT


async def watched(database: Database) -> tuple[Document, ...]:
    """Return every document that some channel watches, oldest first."""
    query = select(DOCUMENT.c.id).where(DOCUMENT.c.is_watched).order_by(DOCUMENT.c.id)
    async with database.read() as connection:
        numbers = list((await connection.execute(query)).scalars())
        found: list[Document] = []
        for chunk in chunked(numbers):
            documents = await documents_by(connection, chunk)
            found += (documents[number] for number in chunk)
    return tuple(found)
