"""What Alembic runs: migrations over the connection that `migrate.py` hands in, within its transaction."""

from alembic import context

from service.stores.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
