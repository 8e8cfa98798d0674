"""`python -m opora_web settle_demo`: people and their work in a made-up region."""

import datetime as dt
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opora_web.facts import current_facts
from opora_web.machine.demo_execution import execute_plans
from opora_web.machine.demo_life import Story, live
from opora_web.machine.demo_meetings import MeetingsStory, hold_meetings
from opora_web.machine.demo_past import accompany_before
from opora_web.machine.demo_people import PEOPLE, settle_people, story_places
from opora_web.machine.demo_plans import plan_ahead
from opora_web.machine.first_start import prepare


class Command(BaseCommand):
    """Settle the demo."""

    help = "Люди учебного региона и их работа."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where the sign-in names are written."""
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the people, let them work, write down how one signs in."""
        moment = timezone.now()
        prepare(moment)
        facts = current_facts()
        facts.warm()
        try:
            places = story_places(facts, settings.AUTHORITY)
        except LookupError as too_small:
            raise CommandError(str(too_small)) from too_small
        password = f"opora-{secrets.token_hex(3)}"
        people = settle_people(places, password, dt.date(facts.years[-1], 9, 1))
        story = Story(facts, places, people, moment)
        accompany_before(story)
        live(story, options["out"] / "region" / "files")
        plan_ahead(story)
        execute_plans(story)
        hold_meetings(MeetingsStory(places["district"], places["first"], people, moment))
        lines = [f"Пароль у всех один: {password}", ""]
        lines += [f"  {one.sign_in_name:<18} {one.kind.label}, {places[one.where].name}" for one in PEOPLE]
        text = "\n".join(lines)
        (options["out"] / "вход.txt").write_text(text + "\n", encoding="utf-8")
        self.stdout.write(text)
