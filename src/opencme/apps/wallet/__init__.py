"""The clinician's own side: what must be renewed, credit from anywhere, allowance, shares. Nobody else sees it."""
