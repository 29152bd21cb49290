"""Edits of the user's own files: wrong cells marked, cells corrected, mappings added."""
