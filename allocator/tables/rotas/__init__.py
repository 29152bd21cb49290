"""Conversion of rotas from planning systems and spreadsheets to the table `vakter`."""
