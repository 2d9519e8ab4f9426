"""Expected reports: who has to report to whom, for which period, by when, and what came in."""
