"""What happens is told in words."""

import logging

from fitwright.core.events import Asked, Closed, Started, Stepped, Warned
from fitwright.core.trial import Result, Step
from fitwright.narrate import Narrator


def test_a_line_for_each_candidate_in_the_sign_of_its_score(caplog):
    narrator = Narrator(logging.getLogger("fitwright"), -1.0)
    with caplog.at_level("INFO", "fitwright"):
        for event in (
            Asked(0, {"model": "knn"}),
            Started(0, Step()),
            Stepped(0, Step(), Result(-0.75)),
            Closed(0, "done"),
            Asked(1, {"model": "linear"}),
            Closed(1, "failed", "memory", "It took too much."),
            Warned("The disk is full."),
        ):
            narrator(event)
    assert caplog.messages == [
        "0 knn done: 0.75",
        "1 linear failed (memory): It took too much.",
        "The disk is full.",
    ]
