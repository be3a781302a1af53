"""The ledger of credit and the certificates made from it."""
