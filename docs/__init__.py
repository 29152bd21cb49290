"""The generator of the documents that are made from code and catalogue."""
