"""Tables of databases."""

import sqlite3
from contextlib import closing

import polars as pl
import pytest

import fitwright
from fitwright import readers
from fitwright.core.errors import DataError, MissingExtra, SettingError

pytest.importorskip("sqlalchemy")

ROWS = [(1, "Rome", 1.5), (2, None, None), (3, "50% off: a+b", -3.0)]


@pytest.fixture
def shop(tmp_path):
    """A database with one table, `orders`, and the beginning of its address."""
    with closing(sqlite3.connect(tmp_path / "shop.db")) as database, database:
        database.execute("create table orders (n integer, town text, size real)")
        database.executemany("insert into orders values (?, ?, ?)", ROWS)
    return f"sqlite:///{tmp_path}/shop.db"


def run(address, *statements):
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database, database:
        for statement in statements:
            database.execute(statement)


def test_a_table_is_read_whole(shop):
    frame = readers.read(f"{shop}?table=orders")
    assert frame.rows() == ROWS
    assert frame.schema == {"n": pl.Int64, "town": pl.String, "size": pl.Float64}


def test_the_only_table_needs_no_name_and_several_are_listed(shop):
    assert len(readers.read(shop)) == 3
    run(shop, "create table people (a integer)")
    with pytest.raises(DataError, match=r"\?table=NAME or \?query=SQL .* It has: orders, people"):
        readers.read(shop)


@pytest.mark.parametrize(
    "query",
    [
        "select n, town from orders where n > 1 order by n desc",
        "select%20n,%20town%20from%20orders%20where%20n%20%3E%201%20order%20by%20n%20desc",
        "select+n,town+from+orders+where+n>1+order+by+n+desc",
    ],
)
def test_a_query_is_sql_as_it_is_or_encoded(shop, query):
    assert readers.read(f"{shop}?query={query}").rows() == [(3, "50% off: a+b"), (2, None)]


def test_a_query_may_hold_what_means_something_elsewhere(shop):
    found = readers.read(f"{shop}?query=select n + 1 as m from orders where town like '50% off:%' and 1 = 1")
    assert found.rows() == [(4,)]


def test_names_that_need_quotes_and_views_are_found(shop):
    run(shop, 'create table "two words" (a integer)', 'insert into "two words" values (7)')
    run(shop, "create view big as select * from orders where n > 2")
    assert readers.read(f"{shop}?table=two words").rows() == [(7,)]
    assert readers.read(f"{shop}?table=main.big").rows() == [ROWS[2]]


def test_values_of_several_types_are_text_as_in_other_files(shop):
    run(shop, "create table odd (a)", "insert into odd values (1), ('x'), (null)")
    assert readers.read(f"{shop}?table=odd").rows() == [("1",), ("x",), (None,)]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("?table=gone", "Expected a table from .*shop.db; the database said: no such table: gone"),
        ("?query=select wrong", "no such column: wrong"),
        ("?query=select n, n from orders", "'n' more than once"),
        ("?query=", "the database said"),
    ],
)
def test_what_the_database_refuses_is_one_sentence(shop, more, message):
    with pytest.raises(DataError, match=message):
        readers.read(shop + more)


def test_a_database_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        readers.read(f"sqlite:///{tmp_path}/typo.db?table=orders")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "no.db").write_bytes(b"this is no database, but some text")
    with pytest.raises(DataError, match="not a database"):
        readers.read(f"sqlite:///{tmp_path}/no.db?table=orders")


def test_a_driver_that_is_not_there_is_named_and_no_password_is_told():
    with pytest.raises(MissingExtra, match="pip install") as told:
        readers.read("postgresql+pg8000://me:secret@nowhere/shop?table=orders")
    assert "secret" not in str(told.value)


def test_strange_addresses_are_one_sentence():
    with pytest.raises(DataError, match=r"begins with .*sqlite.*; got https://"):
        readers.read("https://somewhere/a.csv")
    with pytest.raises(DataError, match="Expected an address as in"):
        readers.read("sqlite://[::1")


def test_a_table_of_a_database_is_fitted(shop):
    values = ", ".join(f"({i % 10}, '{'hi' if i % 10 > 4 else 'lo'}')" for i in range(80))
    run(shop, "create table t (x integer, y text)", f"insert into t values {values}")
    model = fitwright.fit(f"{shop}?table=t", "y", max_trials=1, models=["linear"], verbose=0, random_state=0)
    assert model.predict({"x": [1, 9]}).tolist() == ["lo", "hi"]


def test_a_new_table_is_written_whole_or_not_at_all(shop, tmp_path):
    frame = pl.DataFrame({"prediction": ["a", None], "p": [0.5, 1.0], "n": [1, 2], "yes": [True, None]})
    target = f"{shop}?table=two words"
    readers.write(frame, target)
    assert readers.read(target).rows() == [("a", 0.5, 1, 1), (None, 1.0, 2, None)]
    with pytest.raises(SettingError, match="'two words' is there already"):
        readers.write(frame, target)
    with pytest.raises(SettingError, match=r"shop\.db\?table=predictions"):
        readers.write(frame, shop)
    fresh = f"sqlite:///{tmp_path}/new.db?table=t"
    readers.write(frame[:0], fresh)
    assert readers.read(fresh).columns == frame.columns
