"""Results understood deeper: growth, items, context, objectivity – each a page, a workbook and a Word section."""
