"""Tables of people and their sessions in the state database."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from alerts.tables import Moment


class Base(DeclarativeBase):
    """The tables of this package, apart from those of others."""

    metadata = MetaData()


class UserRow(Base):
    """A local user.  `password_hash`: argon2id with its parameters.  `theme`: see Theme."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(10), default="auto")
    created: Mapped[datetime] = mapped_column(Moment)


class SessionRow(Base):
    """A signed-in browser.  `token_hash`: SHA-256 of the cookie, so that a copy opens nothing."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment, index=True)


class FailureRow(Base):
    """A sign-in that failed, kept as long as it counts."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index("ix_sign_in_failures_name_at", "name", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(50))
    at: Mapped[datetime] = mapped_column(Moment)


METADATA = Base.metadata
