"""What Alembic runs: it is handed a connection with an open transaction, and never opens one."""

from alembic import context

from clausewatch.store.delivery_tables import ChannelRow

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=ChannelRow.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
