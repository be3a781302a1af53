"""The screens: one package per audience, and the parts they share."""
