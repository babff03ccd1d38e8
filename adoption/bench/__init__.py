"""How fast the figures of rooting are made when there are many adoptions."""
