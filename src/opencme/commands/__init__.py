"""The `opencme` command, one module per subcommand.

Exit codes: 0 done; 1 refused, or what was checked is not in order; 2 the command, its input or its settings are wrong.
"""
