"""Tags and filters of publishing's templates."""
