"""The `opencme` command, one module per subcommand."""
