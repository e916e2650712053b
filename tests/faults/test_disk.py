"""Full disks, folders that cannot be written to, changed bytes: each is said, and nothing is lost."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fitwright import load, resume
from fitwright.cli._exit import Exit
from fitwright.core.errors import Damaged, FitwrightError, Unsupported
from tests.faults._acts import FIT, finish, predictions
from tests.posed import mixed

pytestmark = pytest.mark.slow
SMALL_DISK = 'mount -t tmpfs -o size={size}k tmpfs {home} && exec "$@"'


def _may_mount(tmp_path):
    """May this process have a small disk of its own, in a name space where it is root?"""
    command = f"mount -t tmpfs -o size=64k tmpfs {tmp_path}"
    try:
        done = subprocess.run(["unshare", "-rm", "sh", "-c", command], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


@pytest.fixture
def disk(tmp_path):
    """Words before a command that give it a folder on a disk of so many kilobytes."""
    if not _may_mount(tmp_path):
        # Only a disk of its own can be filled without harm to others, and some machines forbid mounting one.
        pytest.skip("no user name spaces here: a small disk cannot be mounted")
    home = tmp_path / "disk"
    home.mkdir()

    def before(size):
        script = SMALL_DISK.format(size=size, home=home)
        return ["unshare", "-rm", "sh", "-c", script, "sh"]

    return home, before


@pytest.mark.parametrize("size", [64, 256, 600, 1200])
def test_a_disk_that_fills_up_ends_the_run_with_the_best_so_far_or_a_sentence(disk, tmp_path, size):
    home, before = disk
    code = FIT.replace("max_trials=8", "max_trials=40")
    said, err = finish(code, home / "run", tmp_path / "p.npy", *before(size))
    if said:
        assert said.startswith("done")
        assert "No space left" in err or "disk is full" in err or "full" in err
        assert np.isfinite(predictions(tmp_path / "p.npy")).all()
    else:
        last = err.strip().splitlines()[-1]
        assert last.startswith("fitwright.core.errors.Unsupported"), err
        assert "No space left" in last or "full" in last


def test_what_was_done_before_it_was_full_is_gone_on_with(tmp_path):
    """Files may not grow beyond a limit; then they may."""
    home = tmp_path / "run"
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))\n"
    said, err = finish(limit + FIT, home, tmp_path / "p.npy")
    assert said.startswith("done") or "Unsupported" in err, err
    said, err = finish(FIT, tmp_path / "other", tmp_path / "q.npy")
    assert said.startswith("done"), err
    if (home / "run.json").exists():
        said, err = finish("note(resume(home, verbose=0))\n", home, tmp_path / "p.npy")
        assert said.startswith("done"), err


FILLED = """
import fitwright.run as r
ballast = os.path.join(os.path.dirname(home), "ballast")

def fill():
    with open(ballast, "wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                pass

def kept(self, found, where, keep=r.Run._keep):
    fill()
    keep(self, found, where)

keep, r.Run._keep = r.Run._keep, kept
model = AutoClassifier(max_trials=2, run_dir=home, **SMALL).fit(*X_y)
expected = model.predict_proba(X_y[0])
print(sorted(name for name in os.listdir(home) if "model" in name or "aside" in name))
os.unlink(ballast)
r.Run._keep = keep
more = resume(home, verbose=0)
print(np.array_equal(more.predict_proba(X_y[0]), expected), os.path.exists(home + "/model.fw"))
"""
REPLACED = """
model = AutoClassifier(max_trials=1, **SMALL).fit(*X_y)
path = os.path.join(os.path.dirname(home), "model.fw")
model.save(path)
fill()
try:
    model.save(path)
except OSError as error:
    print(error.strerror)
print(np.array_equal(fitwright.load(path).outputs(X_y[0]), model.predict_proba(X_y[0])))
print(sorted(name for name in os.listdir(os.path.dirname(home)) if "model" in name))
"""


def test_a_disk_that_is_full_when_the_predictor_is_kept_costs_nothing_else(disk, tmp_path):
    home, before = disk
    said, err = finish(FILLED, home / "run", tmp_path / "p.npy", *before(40_000))
    assert said.splitlines() == ["[]", "True True"], err
    assert "The predictor is not kept in" in err
    assert "No space left" in err


def test_the_file_that_was_there_stays_where_the_new_one_has_no_room(disk, tmp_path):
    home, before = disk
    helper = FILLED[: FILLED.index("def kept(")]
    said, err = finish(helper + REPLACED, home / "run", tmp_path / "p.npy", *before(2000))
    assert said.splitlines() == ["No space left on device", "True", "['model.fw']"], err


def test_the_command_line_keeps_the_model_elsewhere_where_its_place_is_full(disk, tmp_path):
    home, before = disk
    X, y = mixed()
    table = tmp_path / "table.csv"
    rows = [f"{row['size']},{row['city']},{label}" for row, label in zip(X, y, strict=True)]
    table.write_text("\n".join(["size,city,yes", *rows]))
    asked = ["--target", "yes", "--max-trials", "1", "--models", "linear", "--out", str(home / "m.fw")]
    argv = [sys.executable, "-m", "fitwright", "fit", str(table), *asked]
    done = subprocess.run([*before(8), *argv], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == Exit.OTHER, done.stderr
    assert f"{home / 'm.fw'} cannot be written: No space left on device" in done.stderr
    [kept] = [word for word in done.stderr.split() if word.endswith("/m.fw.")]
    assert load(kept.removesuffix(".")).predict([X[0]]).shape == (1,)
    shutil.rmtree(Path(kept).parent)


def test_a_folder_that_is_read_only_is_said_before_anything_is_spent(disk, tmp_path):
    home, _ = disk
    script = f'mount -t tmpfs tmpfs {home} && mount -o remount,ro {home} && exec "$@"'
    said, err = finish(FIT, home / "run", tmp_path / "p.npy", "unshare", "-rm", "sh", "-c", script, "sh")
    last = err.strip().splitlines()[-1]
    assert said == ""
    assert last.startswith("fitwright.core.errors.Unsupported")
    assert "expected a folder that can be written to" in last


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    home = tmp_path_factory.mktemp("damage")
    said, err = finish(FIT, home / "run", home / "p.npy")
    assert said.startswith("done"), err
    return home / "run", predictions(home / "p.npy")


def _artefacts(home):
    return sorted(
        path for path in home.rglob("*") if path.is_file() and path.stat().st_size and path.suffix != ".lock"
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("how", ["torn", "flipped"])
def test_a_damaged_artefact_is_mended_or_said(run, tmp_path, seed, how):
    source, expected = run
    home = tmp_path / "run"
    shutil.copytree(source, home)
    draw = random.Random(f"{seed} {how}")
    kinds = [f for f in _artefacts(home) if "views" not in f.parts]
    path = draw.choice(kinds)
    data = bytearray(path.read_bytes())
    place = draw.randrange(len(data))
    path.write_bytes(
        data[:place] if how == "torn" else data[:place] + bytes([data[place] ^ 16]) + data[place + 1 :]
    )
    os.utime(path, ns=(0, 0))
    p, why = _resumed(home)
    if why:
        assert str(home) in why
        p = load(home / "model.fw").outputs(mixed()[0])  # the best so far
    np.testing.assert_array_equal(p, expected)


def _resumed(home):
    """What the run predicts when it goes on, or the sentence that says why it cannot."""
    try:
        return resume(home, verbose=0, n_jobs=2).predict_proba(mixed()[0]), ""
    except (Damaged, Unsupported) as error:
        return None, str(error)


def test_a_damaged_predictor_is_no_predictor(run, tmp_path):
    path = tmp_path / "model.fw"
    data = bytearray((run[0] / "model.fw").read_bytes())
    draw = random.Random(0)
    for _ in range(50):
        place = draw.randrange(len(data))
        changed = data[:]
        changed[place] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(FitwrightError):
            load(path)
