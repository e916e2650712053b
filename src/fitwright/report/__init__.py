"""What a run came to, for people: summaries of the ledger."""

from fitwright.report.summary import leaderboard

__all__ = ["leaderboard"]
