"""Credit: minutes to amounts, limits of designation, what a claim asks, the chain of the ledger."""
