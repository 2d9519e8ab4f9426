"""Agencies: their names in text, and the register that tells which bodies are meant."""
