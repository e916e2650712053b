"""How long `import fitwright` and `fitwright --help` take in a fresh interpreter, beside a bare one."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks._print import by, typical
from benchmarks.scenario import Job, Options, Record, Row, Scenario

COMMANDS: Mapping[str, Sequence[str]] = {
    "python": ("-c", "pass"),
    "import": ("-c", "import fitwright"),
    "help": ("-m", "fitwright", "--help"),
}
AIMS: Mapping[str, float] = {"import": 0.2, "help": 0.3}


class Imports(Scenario):
    """Seconds of three commands that take turns."""

    aim = "`import fitwright` < 0.2 s, `fitwright --help` < 0.3 s"
    repeats = 9

    def jobs(self, options: Options) -> list[Job]:
        asked = [name for name in COMMANDS if options.wants(name)]
        return [Job(name, {"command": name}, label={"command": name}) for name in asked]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        began = time.perf_counter()
        subprocess.run([sys.executable, *COMMANDS[given["command"]]], check=True, capture_output=True)
        return {"seconds": round(time.perf_counter() - began, 4)}

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for command, ok, bad in by(records, "command"):
            seconds = [record["seconds"] for record in ok]
            row = {"command": command, "runs": len(ok), "failed": len(bad), "median s": typical(seconds)}
            rows.append({**row, "worst s": max(seconds, default=None), "aim s": AIMS.get(command)})
        return {"Start": rows}
