"""A metric for Fitwright, found by its entry point."""
