"""Nodes of a cluster, a lease, and a cursor for each node."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATES = sa.table(
    "rule_states",
    sa.column("rule_id", sa.String),
    sa.column("cursor", sa.BigInteger),
    sa.column("cursors", sa.JSON),
)


def upgrade() -> None:
    op.create_table(
        "nodes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("spool", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("horizon", sa.BigInteger(), nullable=False),
        sa.Column("counters", sa.JSON(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("spool"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=255), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "shared_values",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.alter_column(
            "last_sequence", existing_type=sa.Integer(), type_=sa.BigInteger(), nullable=False
        )
    _give_each_node_a_cursor()


def _give_each_node_a_cursor() -> None:
    """What was the one cursor is that of node 0, the one of the embedded store."""
    with op.batch_alter_table("rule_states", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cursors", sa.JSON(), nullable=True))
    connection = op.get_bind()
    kept = connection.execute(sa.select(_STATES.c.rule_id, _STATES.c.cursor)).all()
    for rule_id, cursor in kept:
        if cursor is not None:
            connection.execute(
                _STATES.update().where(_STATES.c.rule_id == rule_id).values(cursors={"0": cursor})
            )
    with op.batch_alter_table("rule_states", schema=None) as batch_op:
        batch_op.drop_column("cursor")
    with op.batch_alter_table("rule_states", schema=None) as batch_op:
        batch_op.alter_column("cursors", new_column_name="cursor", existing_type=sa.JSON())


def downgrade() -> None:
    raise NotImplementedError("a cursor for each node does not fit into one number")
