"""What changes in the ledger and in what is made from it."""
