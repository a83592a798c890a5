"""Tables of the nodes of a cluster in the state database."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from alerts.tables import Moment


class Base(DeclarativeBase):
    """The tables of this package, apart from those of others."""

    metadata = MetaData()


class NodeRow(Base):
    """A node that takes lines in; a spool that was lost and made again is another node.

    `horizon`: every event of it with a lower `event.sequence` is stored.  `counters`: what became
    of every line of it.  `seen`: when it last said so.
    """

    __tablename__ = "nodes"

    number: Mapped[int] = mapped_column(primary_key=True)
    spool: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    horizon: Mapped[int] = mapped_column(BigInteger)
    counters: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen: Mapped[datetime] = mapped_column(Moment)


class LeaseRow(Base):
    """Something that one node at a time may do.  `beat`: counted up as long as `holder` lives."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(255))
    beat: Mapped[int] = mapped_column(BigInteger)


class SharedRow(Base):
    """A value that the first node made and every node uses."""

    __tablename__ = "shared_values"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(255))
