"""What readers see on a practice: who uses it, where, for how long."""
