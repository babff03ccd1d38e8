"""Who works on what: teams of projects, invitations, accounts with a second factor."""
