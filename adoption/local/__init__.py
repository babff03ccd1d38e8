"""How an institution does it: local versions, questions to those who do it, starting together."""
