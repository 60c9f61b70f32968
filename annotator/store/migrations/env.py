"""Runs migrations on the connection it is given; alembic loads this file by its name."""

from alembic import context

from annotator.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
