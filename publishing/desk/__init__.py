"""The editor's first page: what is mine, what waits, what is overdue, what readers look for."""
