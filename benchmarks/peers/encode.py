"""Encodes the texts of a JSONL file (.gz) in batches, twice; prints MB/s of the second time, tokens and SHA-256 of the ids."""
import array, gzip, hashlib, json, sys, time
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(sys.argv[1])
with gzip.open(sys.argv[2], "rt", encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]
size = sum(len(text.encode()) for text in texts)
for _ in range(2):
    start = time.perf_counter()
    ids = [
        encoding.ids
        for at in range(0, len(texts), 1000)
        for encoding in tokenizer.encode_batch_fast(texts[at : at + 1000], add_special_tokens=False)
    ]
    seconds = time.perf_counter() - start
digest = hashlib.sha256()
for row in ids:
    digest.update(array.array("i", row).tobytes())
print(f"{size / seconds / 1e6:.3f} {sum(map(len, ids))} {digest.hexdigest()}")
