"""Taking into use: adoptions, local versions, follow-ups, and what took root."""
