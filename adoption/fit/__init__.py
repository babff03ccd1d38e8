"""Does it fit us? An institution's profile against a practice's conditions, and practices side by side."""
