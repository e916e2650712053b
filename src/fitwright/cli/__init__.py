"""The command line: `main` and one file a command.  A new file is a new command; nothing else is edited."""
