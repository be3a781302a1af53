"""Reading the ledger and what is made from it."""
