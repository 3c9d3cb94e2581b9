"""`wraparound index trace …` answers a file of look-ups; `wraparound index train` learns from the index."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wraparound.foundation.agencies.models import Agency
from wraparound.outcomes.finding.retraining import TooFew, retrain
from wraparound.outcomes.finding.tracing import trace


class Command(BaseCommand):
    help = "Ask the index about many children at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        tracing = verbs.add_parser("trace", help="Answer a file of look-ups, a JSON object a line.")
        tracing.add_argument("queries", type=Path, metavar="QUERIES.jsonl")
        tracing.add_argument("answers", type=Path, metavar="ANSWERS.jsonl")
        tracing.add_argument("--agency", required=True, help="The code of the agency that asks.")
        training = verbs.add_parser("train", help="Learn weights and name frequencies from this index.")
        training.add_argument("--seed", type=int, default=1, help="Of the random pairs of strangers.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error

    def _train(self, options: dict[str, Any]) -> None:
        try:
            model = retrain(now=timezone.now(), seed=options["seed"])
        except TooFew as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The model {model.version} is in force.")

    def _trace(self, options: dict[str, Any]) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency with the code {options['agency']!r}.")
        told = certain = 0
        with options["queries"].open("rb") as asked, options["answers"].open("w") as answers:
            for answer in trace(asked, agency=agency, now=timezone.now()):
                answers.write(json.dumps(answer) + "\n")
                told += 1
                certain += answer["certain"] is not None
                if told % 1000 == 0:
                    self.stderr.write(f"{told:,} answered")
        self.stdout.write(f"{told:,} look-ups answered; of {certain:,} the child is certain.")
