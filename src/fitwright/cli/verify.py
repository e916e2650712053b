"""`fitwright verify`: whether a model file is whole, and as good as it says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from fitwright.cli._command import Command
from fitwright.cli._exit import Exit
from fitwright.core.errors import SettingError


@dataclass(frozen=True)
class Verify(Command):
    """Check every byte of a model file, and with its table its score.

    The score is derived again: each row is predicted by those parts of the model that had not seen it.
    """

    model: Annotated[Path, typer.Argument(metavar="FILE", help="A model that `fitwright fit` saved.")]
    data: Annotated[
        str | None, typer.Argument(metavar="DATA", help="The table that it learned from, unchanged.")
    ] = None
    target: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that was predicted.")] = (
        None
    )
    allow_pickle: Annotated[
        bool, typer.Option("--allow-pickle", help="Open estimators of your own; runs code from the file.")
    ] = False
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False

    def run(self) -> Exit:
        from fitwright import packing
        from fitwright.cli._board import score_text
        from fitwright.cli._voice import Voice

        voice = Voice(json=self.json)
        manifest, parts = packing.read_file(self.model)
        told: dict[str, Any] = {"members": len(manifest["members"]), "parts": len(parts), "whole": True}
        voice.say(f"{self.model}: {told['members']} members, every byte as it was written.")
        if self.data is None:
            voice.document(told)
            return Exit.FINE
        told |= self._score(self.data)
        metric, recorded, derived = told["metric"], told["recorded"], told["derived"]
        voice.say(f"{metric} recorded {score_text(recorded)}, derived again {score_text(derived)}.")
        voice.say("They agree." if told["agrees"] else "They do not agree: do not rely on this file's score.")
        voice.document(told)
        return Exit.FINE if told["agrees"] else Exit.MODEL

    def _score(self, data: str) -> dict[str, Any]:
        from fitwright import load, proof, readers
        from fitwright.core import frames

        if self.target is None:
            raise SettingError("Expected --target with a table; name the column that was predicted.")
        predictor = load(self.model, allow_pickle=self.allow_pickle)
        X, y, _ = frames.split_target(readers.read(data), self.target)
        derived, recorded = proof.derive(predictor, X, y), float(predictor.card["score"])
        agrees = proof.same(recorded, derived)
        metric = str(predictor.card["metric"])
        return {"metric": metric, "recorded": recorded, "derived": derived, "agrees": agrees}
