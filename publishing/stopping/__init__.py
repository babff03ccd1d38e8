"""Mails that somebody does not want: what kinds there are, the link that stops one, the switches of the account."""
