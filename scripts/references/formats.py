"""Writes the rows of data/src/test/resources/dev/cria/data/dataset/formats/*.jsonl as Parquet, as an Arrow file, and as
the Arrow stream of Hugging Face datasets' save_to_disk, as others write them.

Needs pyarrow and datasets (made with 25.0.1 and 5.0.1): python scripts/references/formats.py
"""

import json
import pathlib
import shutil
import tempfile

import datasets
import pyarrow
import pyarrow.parquet

FOLDER = pathlib.Path(__file__).parents[2] / "data/src/test/resources/dev/cria/data/dataset/formats"

for source in sorted(FOLDER.glob("*.jsonl")):
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    table = pyarrow.Table.from_pylist(rows)
    pyarrow.parquet.write_table(table, source.with_suffix(".parquet"), compression="snappy")
    with pyarrow.ipc.new_file(source.with_suffix(".file.arrow"), table.schema) as writer:
        writer.write_table(table)
    with tempfile.TemporaryDirectory() as temporary:
        datasets.Dataset(table).save_to_disk(temporary)
        shutil.copyfile(next(pathlib.Path(temporary).glob("*.arrow")), source.with_suffix(".stream.arrow"))
