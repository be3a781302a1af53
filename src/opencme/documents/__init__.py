"""Printed documents: typed facts in, PDF bytes out."""
