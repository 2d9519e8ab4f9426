"""Agencies in time: bodies, their names and parents, groups of them, and what became of them."""
