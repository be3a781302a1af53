"""Pure basics every other package stands on: findings, credits, periods, keys, registry, text."""
