"""Required sections of programmes: which there are, and which say nothing yet."""

from opora.vocabulary.programme_sections import ProgrammeSection, programme_sections
from opora_web.facts import authority_folders
from opora_web.programme.roadmap.models import Roadmap, RoadmapSection


def sections_asked(kind: str) -> tuple[ProgrammeSection, ...]:
    """Return the sections a plan of that kind must have, by the authority's own list where it has one."""
    return programme_sections(authority_folders()).of_kind(kind).section


def years_asked(kind: str) -> int:
    """Return for how many years a plan of that kind usually is."""
    return programme_sections(authority_folders()).of_kind(kind).years


def missing_sections(roadmap: Roadmap) -> list[str]:
    """Return the titles of the required sections that are not there, or say nothing."""
    kept = RoadmapSection.objects.filter(roadmap=roadmap, trashed_at__isnull=True)
    said = {one.code for one in kept if one.code and one.text.strip()}
    return [asked.title for asked in sections_asked(roadmap.kind) if asked.code not in said]
