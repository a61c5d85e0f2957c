"""Cria's command line, for scripts that compare its answers with others'."""

import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*arguments):
    """Runs a command; answers what it prints. What it complains of is shown."""
    done = subprocess.run([ROOT / "scripts/cria", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"cria {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done.stdout


def score(model, rows, adapter=None):
    """Log-probabilities of all tokens but the first, for each list of ids."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out.jsonl")
        source.write_text("".join(json.dumps({"ids": ids}) + "\n" for ids in rows))
        run("score", "--model", model, "--input", source, "--output", target, *_adapter(adapter))
        return [json.loads(line)["logprobs"] for line in target.read_text().splitlines()]


def greedy(model, ids, count, adapter=None):
    """The tokens that follow."""
    given = ",".join(map(str, ids))
    line = run("generate", "--model", model, "--ids", given, "--max-new-tokens", count, "--ignore-eos", *_adapter(adapter))
    return [int(token) for token in line.strip().splitlines()[-1].split(",")]


def text(model, prompt, count, adapter=None):
    """Ids of a prompt, and the text that follows."""
    line = run("generate", "--json", "--model", model, "--prompt", prompt, "--max-new-tokens", count, "--ignore-eos", *_adapter(adapter))
    return json.loads(line.strip().splitlines()[-1])


def _adapter(folder):
    return ["--adapter", folder] if folder else []
