"""What Wagtail's editor is given."""
