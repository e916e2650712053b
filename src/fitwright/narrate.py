"""What happens in a run, told to a logger in words."""

from dataclasses import dataclass, field
from logging import Logger

from fitwright.core.events import Asked, Closed, Event, Stepped, Warned


@dataclass
class Curve:
    """A listener that keeps how the best candidate's score changed; more folds count before better ones."""

    sign: float
    points: list[list[float]] = field(default_factory=list)
    _losses: dict[int, dict[int, float]] = field(default_factory=dict)
    _best: tuple[int, float] = (0, float("inf"))

    def __call__(self, event: Event) -> None:
        """Hear of a step that came back."""
        if not isinstance(event, Stepped):
            return
        losses = self._losses.setdefault(event.trial, {})
        losses[event.step.fold] = event.result.loss
        now = (-len(losses), sum(losses.values()) / len(losses))
        if now < self._best:
            self._best = now
            self.points.append([round(event.at, 3), self.sign * now[1]])


@dataclass
class Narrator:
    """A listener that writes one line for each candidate that is over; scores are losses with this sign."""

    log: Logger
    sign: float
    _configs: dict[int, str] = field(default_factory=dict)
    _losses: dict[int, dict[int, float]] = field(default_factory=dict)

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        match event:
            case Asked(trial, config):
                self._configs[trial] = str(config.get("model", "candidate"))
            case Stepped(trial, step, result):
                self._losses.setdefault(trial, {})[step.fold] = result.loss
            case Closed(trial, "failed", fault, why):
                self.log.warning("%d %s failed (%s): %s", trial, self._configs[trial], fault, why)
            case Closed(trial, state):
                losses = list(self._losses.get(trial, {}).values())
                score = sum(losses) / len(losses) if losses else float("nan")
                self.log.info("%d %s %s: %.5g", trial, self._configs[trial], state, self.sign * score)
            case Warned(text):
                self.log.warning("%s", text)
            case _:
                pass
