"""Standards 3 of integrity and independence: who must disclose, who is excluded, what is relevant, how it is mitigated."""
