"""The programme, its constraints and its answer."""
