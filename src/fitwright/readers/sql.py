"""A table of a database, or what a query finds there."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote_plus

from fitwright.core.errors import DataError, MissingExtra, SettingError
from fitwright.readers._frames import frame_of
from fitwright.readers.reader import Reader

QUERY = re.compile(r"[?&]query=(.*)$", re.S | re.I)


class SQL(Reader):
    """What stands in a database: "sqlite:///shop.db?table=orders", "mysql://me@host/shop?query=SELECT ...".

    `table` names a table or a view, as in "orders" or "sales.orders"; `query`, which comes last, is SQL that
    finds rows, as it is or percent-encoded.  Neither is needed where the database has a single table.  Other
    parameters go to the database.  Addresses are SQLAlchemy's; whatever driver they name has to be installed.

    Examples
    --------
    >>> import sqlite3, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with sqlite3.connect(f"{folder}/shop.db") as shop:
    ...         _ = shop.execute("create table orders (n integer, town text)")
    ...         _ = shop.execute("insert into orders values (1, 'Rome'), (2, null)")
    ...     shop.close()
    ...     SQL().read(f"sqlite:///{folder}/shop.db?table=orders").rows()
    [(1, 'Rome'), (2, None)]
    """

    schemes = (
        "sqlite", "postgresql", "postgres", "mysql", "mariadb", "mssql", "oracle", "duckdb", "snowflake",
        "redshift", "bigquery", "trino", "clickhouse", "cockroachdb",
    )  # fmt: skip
    needs: ClassVar[Mapping[str, str]] = {"sqlalchemy": "sql"}

    def read(self, path: str) -> Any:
        import sqlalchemy as sa

        found = QUERY.search(path)
        url, wanted = _url(path[: found.start()] if found else path)
        _must_be_there(url)
        with _connected(url) as connection:
            if found:
                return _rows(connection.exec_driver_sql(_decoded(found[1])))
            schema, table = _cut(wanted or _only_table(connection, url))
            source = sa.table(table, schema=schema)
            return _rows(connection.execute(sa.select(sa.literal_column("*")).select_from(source)))

    def write(self, frame: Any, path: Any) -> None:
        """Make the table and fill it, all or nothing; one that is there already is left alone."""
        import sqlalchemy as sa

        url, wanted = _url(str(path))
        if not wanted:
            raise SettingError(f"Expected the name of a new table, as in {_shown(url)}?table=predictions.")
        schema, name = _cut(wanted)
        columns = [sa.Column(series.name, _kind(series.dtype)) for series in frame]
        table = sa.Table(name, sa.MetaData(schema=schema), *columns)
        with _connected(url) as connection, connection.begin():
            if sa.inspect(connection).has_table(name, schema=schema):
                raise SettingError(f"Expected a new table; {wanted!r} is there already. Name another.")
            table.create(connection)
            if len(frame):
                connection.execute(sa.insert(table), frame.to_dicts())


def _url(address: str) -> tuple[Any, str]:
    """The database's own address, and the table that stands behind it."""
    import sqlalchemy as sa

    try:
        url = sa.make_url(re.sub(r"^postgres(?=[:+])", "postgresql", address))
    except (sa.exc.ArgumentError, ValueError) as error:
        raise DataError(
            f"Expected an address as in sqlite:///shop.db?table=orders; got {address!r}."
        ) from error
    return url.difference_update_query(["table"]), str(url.query.get("table", ""))


def _cut(name: str) -> tuple[str | None, str]:
    """Schema and table of "sales.orders"."""
    schema, _, table = name.rpartition(".")
    return schema or None, table


def _shown(url: Any) -> str:
    """The address without its password."""
    return str(url.render_as_string(hide_password=True))


def _must_be_there(url: Any) -> None:
    """SQLite makes a file that is not there."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise DataError(f"Expected a database at {_shown(url)}; there is no such file. Check the path.")


def _kind(dtype: Any) -> Any:
    """The type of a column of the database."""
    import polars as pl
    import sqlalchemy as sa

    if dtype == pl.Boolean:
        return sa.Boolean()
    if dtype.is_integer():
        return sa.BigInteger()
    if dtype.is_numeric():
        return sa.Double()
    return sa.Text()


@contextmanager
def _connected(url: Any) -> Iterator[Any]:
    """A connection; what goes wrong with it is one sentence, without the password."""
    import sqlalchemy as sa

    try:
        engine = sa.create_engine(url)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{url.drivername} needs {error.name!r}: pip install {error.name}.") from error
    except sa.exc.SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DataError(f"Expected a table from {_shown(url)}; the database said: {why}.") from error


def _only_table(connection: Any, url: Any) -> str:
    """The name of the one table, where there is one."""
    import sqlalchemy as sa

    names = sorted(sa.inspect(connection).get_table_names())
    if len(names) == 1:
        return str(names[0])
    there = f"It has: {', '.join(names)}" if names else "It has no tables"
    raise DataError(f"Expected ?table=NAME or ?query=SQL after {_shown(url)}. {there}.")


def _decoded(query: str) -> str:
    """SQL holds spaces; what holds none came percent-encoded."""
    return query if " " in query.strip() else unquote_plus(query)


def _rows(result: Any) -> Any:
    """What a query found, as a frame."""
    names = list(result.keys())
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(
            f"Expected a different name for each column; the query gave {', '.join(map(repr, twice))} more "
            "than once. Rename them with AS."
        )
    rows = result.fetchall()
    return frame_of({name: [row[i] for row in rows] for i, name in enumerate(names)})
