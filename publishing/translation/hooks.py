"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""
