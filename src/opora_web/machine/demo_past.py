"""The demo's past: the region's first list, whose schools were accompanied for a year, watched and let go.

With it «Помогло ли» has results before and after, schools beside and a threshold to stand near.
"""

import datetime as dt

from opora_web.machine.demo_life import Story, finish_phase
from opora_web.programme.case.actions import advance_case, open_cases
from opora_web.programme.case.models import Case
from opora_web.programme.identification.actions import approve_list, discuss_list, included_entries, make_list
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.identification.preview import Run

#: A rule that lists more schools than the federal one, as the region's support of those days was for more.
_RULES = "decline-risk"

#: Phase after phase: how many days after the cases were opened each of the following begins, and why.
_WAY = (
    (60, "диагностика закончена"),
    (90, "программа согласована"),
    (200, "год работы по программе позади"),
    (215, "итоги разобраны со школой"),
    (225, "программа выполнена, дальше школа справится сама"),
    (225 + 2 * 366, "два года наблюдения прошли"),
)


def accompany_before(story: Story) -> None:
    """Let the schools of the first list be accompanied by everything that was to be done, and let go."""
    approved = _approved(story)
    opened = approved.approved_at or story.now
    head = story.people["head-of-region"]
    open_cases(included_entries(approved), head, opened + dt.timedelta(days=20))
    for case in Case.objects.filter(entry__school_list=approved).select_related("school"):
        for days, why in _WAY:
            moment = case.opened_at + dt.timedelta(days=days)
            if moment > story.now:
                break
            finish_phase(case, head)
            advance_case(case, why, head, moment)


def _approved(story: Story) -> SchoolList:
    year, people = story.facts.years[-1], story.people
    made_at = story.now.replace(year=year, month=9, day=12)
    made = make_list(Run(story.facts, story.places["region"], year, _RULES), people["analyst"], made_at)
    until = made_at + dt.timedelta(days=20)
    discuss_list(made, until.date(), people["analyst"], made_at.date())
    order = ("61-р", (until + dt.timedelta(days=5)).date())
    approve_list(made, order, people["head-of-region"], until + dt.timedelta(days=5))
    return made
