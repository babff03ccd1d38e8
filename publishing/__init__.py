"""Project teams' work: a model comes out of a drawer, is kept true for years, and is never orphaned in silence."""
