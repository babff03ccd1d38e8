"""Public wishes: what readers did not find, left by one, seconded by others, answered by editors."""
