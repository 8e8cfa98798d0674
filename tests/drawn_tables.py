"""Small tables drawn in a test as text and typed by their contract."""

import pyarrow as pa

from opora.tables.contract import Contract


def drawn(contract: Contract, text: str) -> pa.Table:
    """Return the table drawn with «|» between cells, column names in the first line; an empty cell is null.

    Words stay words; numbers and flags are typed by the contract. Columns that are not drawn are null.
    """
    heading, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    columns = {name: [line[position] or None for line in lines] for position, name in enumerate(heading)}
    assert columns.keys() <= set(contract.names), columns.keys() - set(contract.names)
    arrays = [
        pa.array(columns.get(field.name, [None] * len(lines)), pa.string()).cast(field.type)
        for field in contract.schema
    ]
    return pa.table(arrays, schema=contract.schema)
