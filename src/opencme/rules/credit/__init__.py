"""The arithmetic of credit, claims, the ledger's chain, and the words of statements."""
