"""Time made audible: who is reminded of what, the daily digest, the calendar and its feeds."""
