"""Layouts of files as they are met in the field, with the figures that must come out."""

from .around import around
from .formats import formats
from .lists import lists
from .rotas import rotas
from .shift_lists import shift_lists
from .small import Layout

LAYOUTS: list[Layout] = [*rotas(), *around(), *shift_lists(), *lists(), *formats()]
"""Every layout of the corpus."""
