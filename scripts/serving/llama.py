"""llama.cpp, by both of its clients: node-llama-cpp, and de.kherud:llama for Java."""

import functools
import json
import pathlib
import subprocess
import sys
import tempfile

from cria import ROOT

WORK = ROOT / "target/serving"
VERSION = "3.22.1"


def install():
    if not (WORK / "node_modules/node-llama-cpp").exists():
        WORK.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", "--omit=optional",
             f"node-llama-cpp@{VERSION}", f"@node-llama-cpp/linux-x64@{VERSION}"], cwd=WORK, check=True)


def node(model, rows, prompt, count, adapter=None):
    """Log-probabilities of rows of ids, and the tokens that follow a prompt of ids."""
    (WORK / "answers.mjs").write_bytes((ROOT / "scripts/serving/answers.mjs").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        asked = pathlib.Path(folder, "asked.json")
        asked.write_text(json.dumps({"rows": rows, "prompt": prompt, "count": count}))
        command = ["node", "answers.mjs", model, asked] + ([adapter] if adapter else [])
        done = subprocess.run(command, cwd=WORK, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"node-llama-cpp on {model}:\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout.strip().splitlines()[-1])


@functools.cache
def _class_path():
    WORK.mkdir(parents=True, exist_ok=True)
    listed = WORK / "classpath"
    subprocess.run(
        ["mvn", "-q", "-B", "-pl", "checkpoints", "test-compile", "dependency:build-classpath",
         f"-Dmdep.outputFile={listed}"], cwd=ROOT, check=True, stdout=sys.stderr)
    classes = [str(ROOT / "checkpoints/target" / name) for name in ["test-classes", "classes"]]
    return ":".join(classes + [listed.read_text().strip()])


def java(model, prompts, count, adapter=None):
    """For each text its ids, and the text that follows."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = pathlib.Path(folder, "prompts.json"), pathlib.Path(folder, "results.json")
        asked.write_text(json.dumps(prompts))
        command = ["java", "-cp", _class_path(), "dev.cria.checkpoints.gguf.LlamaCppMain", model, asked, answered, str(count)]
        done = subprocess.run(command + ([adapter] if adapter else []), capture_output=True, text=True)
        if not answered.exists():
            raise SystemExit(f"de.kherud:llama on {model}:\n{done.stdout}{done.stderr}")
        return json.loads(answered.read_text())
