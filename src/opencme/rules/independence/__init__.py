"""Standard 3: who must disclose, who is excluded, what is relevant, how it is mitigated."""
