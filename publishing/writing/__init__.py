"""Help while writing: the guide, completeness, plain language, beginnings to start from."""
