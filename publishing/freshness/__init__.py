"""Keeping true: review dates, caretakers, reminders, retiring."""
