"""The first people and systems of a new platform; later ones are invited by an operator, through the API."""

from typing import Annotated

import typer

from deploy import platform
from deploy.commands.options import console

app = typer.Typer(help="First operator and history of a new deployment.", no_args_is_help=True)
Title = Annotated[str, typer.Option(prompt=True, help="Madame or Monsieur.")]


@app.command("open")
def open_bank(
    title: Title,
    first_name: Annotated[str, typer.Option(prompt=True)],
    last_name: Annotated[str, typer.Option(prompt=True)],
    email: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, envvar="PRETS_PASSWORD")
    ],
) -> None:
    """Open the account of the first operator and load the history of the rates. Repeating it changes nothing.

    Runs where the databases are reached: IDENTITY_DATABASE_URL, HABILITATIONS_DATABASE_URL, RATES_DATABASE_URL.
    """
    from services.habilitations import actions as habilitations
    from services.identity import actions as identity
    from services.rates import actions as rates

    with platform.create_service("identity").active():
        account = identity.open_staff_account(
            title=title, first_name=first_name, last_name=last_name, email=email, password=password
        )
    with platform.create_service("habilitations").active():
        habilitations.grant(account.person_id, "operator", reason="first operator of the platform")
    with platform.create_service("rates").active():
        rates.load_history()
    console.print(f"Operator {account.identifier} ({email}) can log in.")
