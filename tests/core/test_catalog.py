"""A file is a member; names, typos, settings and plugins."""

import importlib
import sys
from abc import ABC, abstractmethod
from importlib.metadata import EntryPoint

import pytest

from fitwright import search
from fitwright.core.catalog import Catalog, text_of
from fitwright.core.describe import describe
from fitwright.core.errors import MissingExtra, SettingError, UnknownName
from fitwright.search import TPE
from fitwright.space import Float, Space

CONTRACT = """
from abc import ABC, abstractmethod
class Cook(ABC):
    @abstractmethod
    def cook(self): ...
"""
PASTA = """
from dataclasses import dataclass
from kitchen.cook import Cook
class _Hidden(Cook):
    def cook(self): return "nothing"
@dataclass
class Pasta(Cook):
    salt: float = 1.0
    def cook(self): return f"pasta {self.salt}"
"""
SUSHI = "import library_that_is_not_there"
EMPTY = "from kitchen.pasta import Pasta"
NEEDY = """
from kitchen.cook import Cook
class Needy(Cook):
    needs = {"library_that_is_not_there": "boost", "json": "core"}
    def cook(self): return ""
"""


@pytest.fixture
def kitchen(tmp_path, monkeypatch):
    room = tmp_path / "kitchen"
    (room / "pantry").mkdir(parents=True)
    (room / "pantry" / "__init__.py").touch()
    files = {"__init__": "", "cook": CONTRACT, "pasta": PASTA, "sushi": SUSHI, "empty": EMPTY, "needy": NEEDY}
    for name, text in {**files, "_private": ""}.items():
        (room / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield Catalog("kitchen", importlib.import_module("kitchen.cook").Cook)
    for name in [name for name in sys.modules if name.split(".")[0] == "kitchen"]:
        del sys.modules[name]


def test_files_are_members_and_nothing_is_imported_to_list_them(kitchen):
    assert kitchen.names() == ["empty", "needy", "pasta", "sushi"]
    assert "kitchen.pasta" not in sys.modules


def test_a_member_is_made_by_name_with_its_settings(kitchen):
    assert kitchen.make("pasta", salt=2.0).cook() == "pasta 2.0"
    made = kitchen.make("pasta")
    assert kitchen.make(made) is made
    assert kitchen.name_of(type(made)) == "pasta"


def test_settings_may_stand_in_the_text(kitchen):
    assert kitchen.make("pasta(salt=2.0)").cook() == "pasta 2.0"
    assert kitchen.read("pasta(salt=2)") == (kitchen.get("pasta"), {"salt": 2})
    for wrong, why in {
        "pesta(salt=2)": "Did you mean 'pasta'",
        "pasta(pepper=1)": "'pasta' knows salt; got pepper",
        "pasta(salt='much')": "another type than salt='much'",
    }.items():
        with pytest.raises(SettingError, match=why):
            kitchen.make(wrong)
    with pytest.raises(SettingError, match="salt is told by the run"):
        kitchen.make("pasta(salt=2)", salt=3)


def test_a_text_and_an_object_mean_a_member(kitchen):
    assert kitchen.is_a("pasta", "pasta")
    assert kitchen.is_a("pasta(salt=2)", "pasta")
    assert kitchen.is_a(kitchen.make("pasta"), "pasta")
    assert not kitchen.is_a("needy", "pasta")
    assert not kitchen.is_a(kitchen.make("needy"), "pasta")


@pytest.mark.parametrize("typo", ["pesta", "Pasta", "pastas"])
def test_a_typo_gets_the_nearest_name(kitchen, typo):
    with pytest.raises(UnknownName, match=r"Did you mean 'pasta'\? It has: empty, needy, pasta, sushi"):
        kitchen.get(typo)


def test_a_setting_that_is_none_of_the_members_is_refused(kitchen):
    with pytest.raises(SettingError, match="'pasta' knows salt; got pepper"):
        kitchen.make("pasta", pepper=1)


def test_an_object_of_another_kind_is_refused(kitchen):
    with pytest.raises(SettingError, match="Cook object"):
        kitchen.make(3)


def test_a_missing_library_is_named(kitchen):
    with pytest.raises(MissingExtra, match="library_that_is_not_there"):
        kitchen.get("sushi")
    assert kitchen.missing("needy") == {"library_that_is_not_there": "boost"}
    assert kitchen.missing("pasta") == {}


def test_a_file_without_a_member_says_so(kitchen):
    with pytest.raises(UnknownName, match="holds no Cook"):
        kitchen.get("empty")


def test_a_class_from_a_notebook_is_taken_in(kitchen):
    soup = type("Soup", (kitchen.contract,), {"cook": lambda self: "soup"})
    kitchen.add("soup", soup)
    assert kitchen.make("soup").cook() == "soup"
    assert kitchen.name_of(soup) == "soup"
    with pytest.raises(SettingError, match="subclass of Cook"):
        kitchen.add("bread", int)


def test_a_class_that_is_no_member_has_no_name(kitchen):
    soup = type("Soup", (kitchen.contract,), {"cook": lambda self: "soup"})
    with pytest.raises(UnknownName, match="add"):
        kitchen.name_of(soup)


class Plugged(ABC):
    """Stands in for a stranger's contract."""

    @abstractmethod
    def cook(self): ...


class Bread(Plugged):
    """Stands in for a stranger's member."""

    def cook(self):
        return "bread"


def test_an_entry_point_is_found_like_our_own(monkeypatch):
    entries = [
        EntryPoint("bread", f"{__name__}:Bread", "fitwright.ledger"),
        EntryPoint("odd", "builtins:int", "fitwright.ledger"),
        EntryPoint("gone", "library_that_is_not_there:X", "fitwright.ledger"),
    ]
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Bread.__module__])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries)
    catalog = Catalog("fitwright.ledger", Plugged)
    assert {"bread", "gone", "odd"} <= set(catalog.names())
    assert catalog.make("bread").cook() == "bread"
    assert catalog.name_of(Bread) == "bread"
    with pytest.raises(UnknownName, match="not a Plugged"):
        catalog.get("odd")
    with pytest.raises(MissingExtra, match="library_that_is_not_there"):
        catalog.get("gone")


def test_a_class_is_found_by_its_own_name(kitchen):
    assert kitchen.public("Pasta") is kitchen.get("pasta")
    for name in ("pasta", "Past", "Pastas", "_Hidden", "Cook"):
        with pytest.raises(AttributeError, match=name):
            kitchen.public(name)


def test_a_name_a_text_and_an_object_that_mean_the_same_have_one_text(kitchen):
    pasta = kitchen.get("pasta")
    for plain in ("pasta", "pasta()", "pasta(salt=1)", "pasta(salt=1.0)", pasta(), pasta(1)):
        assert text_of(kitchen, plain) == "pasta"
    for salty in ("pasta(salt=4)", "pasta( salt = 4.0 )", pasta(4), pasta(salt=4.0)):
        assert text_of(kitchen, salty) == "pasta(salt=4)"
    assert text_of(kitchen, pasta(0.5)) == text_of(kitchen, "pasta(salt=0.5)") == "pasta(salt=0.5)"

    class Stranger(pasta):
        """No member of the room."""

    assert text_of(kitchen, Stranger(2.0)) == describe(Stranger(2.0)) != describe(Stranger(3.0))
    with pytest.raises(SettingError, match="sugar"):
        text_of(kitchen, "pasta(sugar=2)")


def test_nothing_at_all_may_stand_for_none():
    assert text_of(search.catalog, TPE(Space())) == text_of(search.catalog, TPE()) == "tpe"
    assert "x" in text_of(search.catalog, TPE(Space(x=Float(0, 1))))
