"""One file per command, or per few that belong together; `shorad.cli` puts them together."""
