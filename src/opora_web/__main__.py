"""`python -m opora_web COMMAND`: the commands of Django itself (migrate, check, shell)."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora_web.settings")
execute_from_command_line(sys.argv)
