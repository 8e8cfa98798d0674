"""One format a module: a file that holds a plan → paragraphs and tables of text, whatever program wrote it."""
