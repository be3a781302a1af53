"""Credit: recorded, changed, imported, read from a certificate, compared."""
