"""How well search finds the practices that teachers mean, measured on judged queries."""
