"""What is told to XGBoost, and how its answer is read, whatever it boosts."""

from collections.abc import Mapping

OBJECTIVES: Mapping[str, str] = {
    "identity": "reg:squarederror",
    "logistic": "binary:logistic",
    "softmax": "multi:softprob",
}
LOSSES: Mapping[str, str] = {"identity": "rmse", "logistic": "logloss", "softmax": "mlogloss"}


def loss_of(line: str) -> float:
    """The number at the end of a line like "[12] stop-logloss:0.34"."""
    return float(line.rpartition(":")[2])
