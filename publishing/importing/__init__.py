"""Many practices at once: from tables and documents to drafts and back, checked first, undone when wanted."""
