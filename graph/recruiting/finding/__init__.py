"""Finding leads: who may be missing at which site, at which scale, worth what, and a certain search."""
