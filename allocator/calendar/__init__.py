"""The roster as a circle of weeks: its døgn and dates, and when residents are present."""
