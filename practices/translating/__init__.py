"""Working with translations: what waits, PO files, what follows from publishing, who may do what.

The records themselves (source, strings, translations) are kept by `practices.translations`. This is a package because
each of these is a subject of its own: `texts` (what is translated and what waits), `merging` (a translated page with
new texts, its own edits kept), `faults` (what is refused), `po` (PO files out, and read and checked), `importing` (PO
files in), `following` (publishing), `access` (permissions) and `guards` (the library's views behind page permissions).
"""
