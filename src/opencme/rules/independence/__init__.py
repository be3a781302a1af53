"""Independence of accredited education: who discloses what, who is excluded, what is relevant, how it is mitigated."""
