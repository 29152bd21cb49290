"""Rotas as planning systems and colleagues give them, made into the table `vakter`."""
