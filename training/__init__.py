"""How the repair model was made: every step is one command, see ``training/README.md``."""
