"""How much of a file is read at most, and what reading it may cost."""

# As much as the portal takes in (WAGTAILDOCS_MAX_UPLOAD_SIZE); a larger file has come another way.
FILE_BYTES = 20 * 1024 * 1024
# About 25 pages of running text: what a guide is about is said by then. More would make every rebuild slow, and one
# long file would be found by every word.
CHARACTERS = 60_000
# Pages or slides. A file that has said so little on 300 pages is pictures, and each page costs time.
PAGES = 300
# XML of an office file, unpacked. 300 pages of text make 2 MB, several times that with all of Word's own marks;
# pictures are never unpacked.
UNPACKED_BYTES = 40 * 1024 * 1024
# Office XML packs to a tenth or twentieth; a bomb of equal bytes to a thousandth. Below a megabyte neither can harm.
RATIO, RATIO_MATTERS_BYTES = 200, 1024 * 1024
# Seconds of computing until a long PDF is left at the page it has got to, with what was read so far.
PDF_SECONDS = 6.0
# Seconds of computing until the process is ended, whatever it does; and of waiting, on a machine that has no time for
# it. The latter stays below the web server's patience (60 s), since without a worker an editor waits.
CPU_SECONDS, WAIT_SECONDS = 10, 30
# Address space of the process: Python with the PDF library, the file, and one stream of at most 75 MB unpacked.
MEMORY_BYTES = 640 * 1024 * 1024
# The endings of the names of files that are read. To the others it is no fault that they have no text.
READ = frozenset({"pdf", "docx", "odt", "pptx", "odp"})
