"""An institution's own page, and the year's report."""
