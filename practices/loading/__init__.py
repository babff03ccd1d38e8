"""From data files to pages: reading, checking, writing, translating. All or nothing."""

from practices.loading.catalogue import Report, check, load
from practices.loading.problems import BadFiles, Problem

__all__ = ["BadFiles", "Problem", "Report", "check", "load"]
