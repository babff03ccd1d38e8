"""Into the other language: one button, machine translation under human eyes, glossary, what is missing where."""
