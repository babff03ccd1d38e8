"""The catalogue: practices, the projects that made them, themes, organisations; hands documents to search."""
