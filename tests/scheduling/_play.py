"""A run in miniature: a scheduler and a rule against losses that are made up."""

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Steps
from fitwright.core.work import Work
from fitwright.stopping.never import Never


class Play:
    """Grants work one piece at a time and answers it with `loss(config, step)`; None fails the trial."""

    def __init__(self, scheduler, loss, steps=None, rule=None, seconds=lambda config: 1.0):
        self.scheduler, self.loss, self.rule = scheduler, loss, rule or Never()
        self.history = History(steps or Steps())
        self.seconds = seconds
        self.granted = []

    def start(self, seconds_left=float("inf"), room=1):
        """The next piece of work, started; None where there is none."""
        work = self.scheduler.next(self.history, room, seconds_left)
        if work is None:
            return None
        trial, step = work.key.trial, work.key.step
        if trial not in self.history:
            self.history.add(Asked(trial, work.config, work.origin))
        assert step not in self.history[trial].started, "granted twice"
        self.history.add(Started(trial, step))
        self.granted.append((trial, *step))
        return work

    def end(self, work):
        """What `loss` says of this work, taken in."""
        trial, step = work.key.trial, work.key.step
        loss = self.loss(work.config, step)
        if loss is None:
            self.history.add(Closed(trial, "failed", "exception", "no"))
            return
        self.history.add(Stepped(trial, step, Result(loss, seconds=self.seconds(work.config))))
        if len(self.history[trial].results) == len(self.history.steps):
            self.history.add(Closed(trial, "done"))
        elif self.rule.judge(self.history[trial], self.history) == "stop":
            self.history.add(Closed(trial, "stopped"))

    def run(self, pieces=1000, seconds_left=float("inf"), slots=1):
        """Up to so many pieces of work, `slots` at a time; each oldest one ends first."""
        under_way: list[Work] = []
        for _ in range(pieces):
            while len(under_way) < slots and (work := self.start(seconds_left)):
                under_way.append(work)
            if not under_way:
                break
            self.end(under_way.pop(0))
        return self
