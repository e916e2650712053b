"""Objectives, run step by step."""

from fitwright.core.trial import Step
from fitwright.core.work import Key, Work
from fitwright.execution._run import Course


def work(config=None, trial=0):
    return Work(Key(trial, Step()), config or {})


def told(objective, verdicts=(), config=None, trial=0):
    """Everything a course of it has to say; it is closed where the verdicts end."""
    course, found = Course(objective, work(config, trial)), []
    for verdict in (*verdicts, "close"):
        found.append(course.advance())
        if not found[-1].more:
            return found
        if verdict != "go":
            course.close()
    return found


def losses(dones):
    return [done.result.loss for done in dones if done.result is not None]
