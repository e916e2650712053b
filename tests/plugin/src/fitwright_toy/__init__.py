"""Toy members for Fitwright: each file stands alone, and would do in Fitwright's own folders too."""
