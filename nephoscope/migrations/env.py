"""What Alembic runs: the migrations over the connection that `open_database` holds."""

from alembic import context

import alerts.tables
import nephoscope.cluster.tables
import web.tables

TARGET = [
    alerts.tables.Base.metadata,
    nephoscope.cluster.tables.Base.metadata,
    web.tables.Base.metadata,
]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TARGET,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
