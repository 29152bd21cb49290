"""The circle of weeks: the døgn and dates of a roster, and when somebody is there."""
