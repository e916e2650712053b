"""How Sphinx builds these pages: `make docs`.  Nothing is fetched while it does."""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import _pages  # noqa: E402  # it lies beside this file, which Sphinx does not look for

import fitwright  # noqa: E402  # after the path was set

project = "Fitwright"
author = "The Fitwright authors"
copyright = author  # noqa: A001  # the name that Sphinx asks for
version = release = fitwright.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["_build", "_generated/parts"]
nitpicky = False  # docstrings speak of arrays and frames, not of addresses in other manuals
autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = "Fitwright"
html_theme_options = {"navigation_with_keys": False, "show_toc_level": 2, "use_edit_page_button": False}
html_show_sourcelink = False
html_sidebars = {path.stem: [] for path in HERE.glob("*.md")}  # they have no pages below them to list

HEADED = re.compile(r"(Parameters|Attributes|Returns|Raises)\Z")
BARS = re.compile(r"(?<!\w)\|(\w[^|]*)\|")
ENTRY = re.compile(r"(\w[\w, *]*) : (.*)\Z")


def entries(app, what, name, obj, options, lines):
    """Turn our "name : what it is" into numpydoc's name, and what it is below."""
    inside, out = False, []
    for number, line in enumerate(lines):
        under = lines[number + 1] if number + 1 < len(lines) else ""
        if HEADED.match(line) and set(under) == {"-"}:
            inside = line in ("Parameters", "Attributes")
        elif inside and line and not line.startswith((" ", "-")) and not ENTRY.match(line):
            inside = False
        entry = ENTRY.match(line) if inside else None
        out += [entry[1], f"    {entry[2]}"] if entry else [line]
    lines[:] = [BARS.sub(r"\\|\1\\|", line) for line in out]  # |x| is a size, no substitution


def setup(app):
    """Write the pages that are made, and listen for docstrings before napoleon does."""
    _pages.write(HERE / "_generated")
    app.connect("autodoc-process-docstring", entries, priority=400)
