"""What every table stands on: public ids, the provider scope, evidence that cannot change."""
