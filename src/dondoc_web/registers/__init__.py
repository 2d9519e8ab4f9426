"""Registers that plans ask for: activities, commendations, budget estimates, agreements, and those of the office."""
