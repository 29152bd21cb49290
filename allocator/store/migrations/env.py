"""Alembic's entry: migrates the connection that `allocator.store.upgrade` gives it."""

from alembic import context

from allocator.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
