"""From outside: a practice that anybody suggests, step by step, without an account."""
