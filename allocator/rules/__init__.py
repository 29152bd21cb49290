"""What counts: the dated rules of the catalogue, the rows they recognise, the questions asked."""
