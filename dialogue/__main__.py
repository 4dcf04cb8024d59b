"""The `dialogue` command, also `python -m dialogue`: the commands, told which application to serve."""

from flask import Flask

from dialogue import cli, private
from dialogue.app import create_app
from dialogue.config import from_environment


def make() -> Flask:
    return create_app(from_environment())


def main() -> None:
    private.by_default()
    cli.dialogue(obj=make, prog_name="dialogue")


if __name__ == "__main__":
    main()
