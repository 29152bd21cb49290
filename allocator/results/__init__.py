"""From the one answer to figures: hours, staff time, what is missing, and why."""
