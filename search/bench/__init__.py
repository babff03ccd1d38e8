"""Measures of the language analysis on public treebanks."""
