"""What a server process reads before the first person asks for it: all that the list and a school's page show."""

from itertools import islice

from opora_web.accounts.models import Organisation
from opora_web.facts import Facts
from opora_web.programme.analysis.sections import context_words, deficit_words, growth_words
from opora_web.programme.schools.overview import overview_of
from opora_web.programme.schools.rows import school_rows
from opora_web.programme.schools.similar import similar_to


def warm_pages(facts: Facts) -> None:
    """Read and compute what these pages ask of a release, by showing nobody one school."""
    facts.warm()
    school_rows(facts)
    for school in islice(facts.schools.values(), 1):
        overview_of(facts, school)
        similar_to(facts, school.code)
        for words in (growth_words, deficit_words, context_words):
            words(None, Organisation(code=school.code), None)
