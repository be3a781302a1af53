"""Pure judgement by area: facts in, findings out. No framework, no clock, no database."""
