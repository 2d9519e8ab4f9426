"""People of a branch: invitations, roles, locks, as their administrator sees them."""
