"""What the opening and unpacking of a damaged zip package may raise: every door of ours answers to all of it."""

import lzma
import zipfile
import zlib

ZIP_DAMAGES = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError, ValueError)
