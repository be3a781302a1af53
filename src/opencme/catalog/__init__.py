"""Whatever an authority can change, as dated data with a source."""
