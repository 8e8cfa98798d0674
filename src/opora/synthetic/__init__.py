"""Floor 3, a made-up region with a known truth, written as the very files districts hold.

It reads as a story: `region` (who), `truth` (why), `papers` (what was asked), `writing` (what they wrote),
`files_…` (how it was sent), `told_truth` (what nobody was told).
"""

from opora.synthetic.plan import RegionPlan
from opora.synthetic.tables_region import write_region_tables
from opora.synthetic.written_region import FolderInUseError, WrittenRegion, write_region

__all__ = ["FolderInUseError", "RegionPlan", "WrittenRegion", "write_region", "write_region_tables"]
