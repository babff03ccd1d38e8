"""What attached files say: their text for search, kept once a file, and a note to the editor where there is none.

A stranger's file is parsed in a process of its own (`sandbox` starts it, `child` runs in it, bounded in time and
memory); what that process imports knows nothing of Django.
"""
