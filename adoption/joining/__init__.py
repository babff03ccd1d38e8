"""Taking a practice into use, and what the adopter can do with what it gave."""
