"""Persons in control of content: roles, disclosures, relevance, exclusion and mitigation."""
