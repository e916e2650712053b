"""`python -m benchmarks NAME [options]`: run what has no record yet, print a table of medians."""

import argparse
import os
from pathlib import Path

from benchmarks import catalog
from benchmarks._campaign import run
from benchmarks._print import markdown
from benchmarks.scenario import Options


def main() -> None:
    """Read the command line and do what it says."""
    parser = _parser()
    given = parser.parse_args()
    if given.list:
        print(markdown([{"name": name, "aim": catalog.get(name).aim} for name in catalog.names()]))
        return
    if given.name not in catalog.names():
        parser.error(f"expected one of {', '.join(catalog.names())}; got {given.name!r}")
    scenario, options = catalog.make(given.name), _options(given)
    found = run(given.name, scenario, options, lambda line: print(line, flush=True), given.again)
    for title, rows in scenario.tables(found, options).items():
        print(f"\n{title}\n\n{markdown(rows) if rows else 'nothing to show'}")


def _parser() -> argparse.ArgumentParser:
    usual = Options()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", help="which benchmark; --list shows them")
    parser.add_argument("--list", action="store_true", help="names and aims")
    parser.add_argument("--out", type=Path, default=usual.out, help="folder of results")
    parser.add_argument("--data", type=Path, default=os.environ.get("FITWRIGHT_DATA", usual.data))
    parser.add_argument("--only", type=_words, default=(), help="data sets or variants, by commas")
    parser.add_argument("--limit", type=_words, default=(), help="time limits in seconds, by commas")
    parser.add_argument("--models", type=_words, default=(), help="core, boost, or families as a+b")
    parser.add_argument("--repeats", type=int, default=usual.repeats, help="runs of each job")
    parser.add_argument("--cores", type=int, default=usual.cores)
    parser.add_argument("--fold", type=int, default=usual.fold)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument(
        "--seeds", type=int, default=usual.seeds, help="searches of each kind, from --seed on"
    )
    parser.add_argument(
        "--compare", type=Path, action="append", default=[], help="records of peers, JSON lines"
    )
    parser.add_argument("--peers", type=Path, help="folder with an environment a peer, called like it")
    parser.add_argument("--again", action="store_true", help="run what has a record too")
    return parser


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _options(given: argparse.Namespace) -> Options:
    return Options(
        out=given.out,
        data=Path(given.data),
        only=given.only,
        limits=tuple(float(limit) for limit in given.limit),
        models=given.models,
        repeats=given.repeats,
        cores=given.cores,
        fold=given.fold,
        seed=given.seed,
        seeds=given.seeds,
        compare=tuple(given.compare),
        peers=given.peers,
    )


if __name__ == "__main__":
    main()
