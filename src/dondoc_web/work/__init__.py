"""The work that is followed: tasks a person accepted, their rounds, who owes them, what was done."""
