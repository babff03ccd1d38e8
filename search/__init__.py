"""Finding things: language analysis, queries, engines and results; knows no page type."""
