"""What took root, in figures: survival, states, embedding, and open data."""
