"""One text, many reports: the funder's passage, Innokylä's form, an archive of all that a project made."""
