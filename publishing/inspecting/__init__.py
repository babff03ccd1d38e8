"""Looking into a stranger's file before it is kept: what it is by its content, and whether it could do harm.

As in `practices.reading`, the file is parsed in a process of its own, bounded in time and memory (`sandbox` starts it,
`child` runs in it); what that process imports knows nothing of Django.
"""
