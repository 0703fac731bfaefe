"""One module per `havre` subcommand: `configure(parser)` and `run(arguments) -> status`."""
