"""Notebooks show it, files keep it."""

import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlparse

import pytest

from fitwright.core.errors import SettingError
from fitwright.figures import Figure, bars


def test_a_notebook_shows_the_drawing_and_a_file_keeps_it(tmp_path):
    figure = bars(["é"], [1.0], title="Café <b>")
    assert figure._repr_svg_() == figure.svg
    path = figure.save(tmp_path / "picture.SVG")
    assert path.read_text(encoding="utf-8") == figure.svg
    assert "Café &lt;b&gt;" in figure.svg
    assert repr(figure) == "Figure('Café <b>')"


def test_a_script_opens_it_in_the_browser(monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setitem(sys.modules, "IPython", None)
    Figure("<svg/>").show()
    assert Path(urlparse(opened[0]).path).read_text() == "<svg/>"


def test_a_notebook_shows_it_below_the_cell(monkeypatch):
    shown = []
    display = SimpleNamespace(display=shown.append)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=object, display=display))
    figure = Figure("<svg/>")
    figure.show()
    assert shown == [figure]


def test_other_kinds_of_files_are_refused(tmp_path):
    with pytest.raises(SettingError, match=r"\.svg; got 'picture\.png'"):
        Figure("<svg/>").save(tmp_path / "picture.png")
