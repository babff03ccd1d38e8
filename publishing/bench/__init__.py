"""What project teams wait for, measured."""
