"""The migrations make the very tables that the code has."""

from pathlib import Path
from stat import S_IMODE

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import alerts.tables
import nephoscope.cluster.tables
import web.tables
from nephoscope.database import open_database


def test_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "state.sqlite")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        both = [
            alerts.tables.Base.metadata,
            nephoscope.cluster.tables.Base.metadata,
            web.tables.Base.metadata,
        ]
        names = {name for metadata in both for name in metadata.tables}
        found = [
            difference
            for metadata in both
            for difference in compare_metadata(context, metadata)
            # Each package's tables are unknown to the other's metadata.
            if not (difference[0] == "remove_table" and difference[1].name in names)
            and not (difference[0] == "remove_index" and difference[1].table.name in names)
        ]
    engine.dispose()
    assert [d for d in found if d[0] != "remove_table" or d[1].name != "alembic_version"] == []


def test_the_file_is_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    open_database(path).dispose()
    assert S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_start_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    engine = open_database(path)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into sign_in_failures (name, address, at) values ('a', 'b', '2026-01-01')"
        )
    engine.dispose()
    again = open_database(path)
    with again.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from sign_in_failures").scalar() == 1
    again.dispose()
