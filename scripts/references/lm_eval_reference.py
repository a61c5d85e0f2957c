"""What lm-evaluation-harness says of two small models, as GoldenEvaluationTest compares it.

usage: python lm_eval_reference.py SHARED recipes/src/test/resources/dev/cria/recipes/evaluation

Needs lm-eval 0.4.13 (--no-deps, with sacrebleu, scikit-learn, more-itertools, zstandard, dill), torch 2.13,
transformers 5.18, datasets. SHARED is the folder of CRIA_SHARED. Tasks are lm-eval's own, over the files of
SHARED/data/eval; of stories260k, whose vocabulary is no tokenizer.json, the tokens are bytes
(bytes-tokenizer.json, which this writes too). Texts for perplexity are encoded without a token that begins
them: lm-eval puts one before the first window anyway, and would otherwise predict a second one.
"""

import csv
import json
import os
import shutil
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"

import lm_eval.tasks
import torch
from lm_eval.api.instance import Instance
from lm_eval.evaluator import simple_evaluate
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

shared, out = sys.argv[1:]
eval_data = f"{shared}/data/eval"
own = os.path.dirname(lm_eval.tasks.__file__)
LIMIT = 6
MMLU = ["abstract_algebra", "professional_law", "world_religions"]
CEVAL = ["high_school_chinese", "law", "operating_system"]
torch.set_grad_enabled(False)


def bytes_tokenizer():
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2}
    for letter in sorted(pre_tokenizers.ByteLevel.alphabet()):
        vocabulary[letter] = len(vocabulary)
    made = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    made.add_special_tokens(["<unk>", "<s>", "</s>"])
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    made.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return made


def lines(path, rows):
    with open(path, "w") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
    return path


def mmlu_rows(split, subject):
    with open(f"{eval_data}/mmlu/{split}/{subject}_{split}.csv", newline="", encoding="utf-8") as file:
        return [
            {"question": row[0], "choices": row[1:5], "answer": "ABCD".index(row[5])} for row in csv.reader(file)
        ]


def ceval_rows(split, subject):
    with open(f"{eval_data}/ceval/{split}/{subject}_{split}.csv", newline="", encoding="utf-8") as file:
        return [{k: v for k, v in row.items() if k != "explanation"} for row in csv.DictReader(file)]


def gsm8k_rows(split, count):
    with open(f"{eval_data}/gsm8k/{split}.jsonl") as file:
        return [json.loads(line) for line in list(file)[:count]]


def task(folder, name, include, test, fewshot, shots, split, more=""):
    with open(f"{folder}/{name}.yaml", "w") as file:
        file.write(
            f"""include: {include}
task: {name}
dataset_path: json
dataset_name: null
num_fewshot: {shots}
dataset_kwargs: {{data_files: {{{split}: {test}, {fewshot[0]}: {fewshot[1]}}}}}
{more}"""
        )
    return name


def tasks(folder):
    made = {}
    for shots in (0, 5):
        for subject in MMLU:
            test = lines(f"{folder}/{subject}_test.jsonl", mmlu_rows("test", subject))
            dev = lines(f"{folder}/{subject}_dev.jsonl", mmlu_rows("dev", subject))
            name = f"ref_mmlu_{subject}_{shots}"
            made[task(folder, name, f"{own}/mmlu/default/mmlu_{subject}.yaml", test, ("dev", dev), shots, "test")] = (
                "mmlu", subject, shots)
        for subject in CEVAL:
            test = lines(f"{folder}/{subject}_val.jsonl", ceval_rows("val", subject))
            dev = lines(f"{folder}/{subject}_dev.jsonl", ceval_rows("dev", subject))
            name = f"ref_ceval_{subject}_{shots}"
            made[task(folder, name, f"{own}/ceval/ceval-valid_{subject}.yaml", test, ("dev", dev), shots, "val")] = (
                "ceval", subject, shots)
    test = lines(f"{folder}/gsm8k_test.jsonl", gsm8k_rows("test", LIMIT))
    train = lines(f"{folder}/gsm8k_train.jsonl", gsm8k_rows("train", 5))
    more = """fewshot_config: {sampler: first_n}
generation_kwargs:
  until: ["Question:", "</s>", "<|im_end|>"]
  do_sample: false
  max_gen_toks: 40
"""
    made[task(folder, "ref_gsm8k", f"{own}/gsm8k/gsm8k.yaml", test, ("train", train), 5, "test", more)] = (
        "gsm8k", "", 5)
    return made


def texts():
    return [row["question"] + "\n" + row["answer"] for row in gsm8k_rows("test", 3)] + [
        "\n".join(row["question"] for row in ceval_rows("val", "law"))
    ]


def rolling(model, tokenizer):
    lm = HFLM(pretrained=model, tokenizer=tokenizer, batch_size=4, add_bos_token=False)
    instances = [Instance("loglikelihood_rolling", {}, (text,), i) for i, text in enumerate(texts())]
    return lm.loglikelihood_rolling(instances, disable_tqdm=True)


def answers(lm):
    """The published solutions as continuations of the prompts without worked examples."""
    instances = [
        Instance("loglikelihood", {}, (f"Question: {row['question']}\nAnswer:", " " + row["answer"]), i)
        for i, row in enumerate(gsm8k_rows("test", LIMIT))
    ]
    return [found[0] for found in lm.loglikelihood(instances, disable_tqdm=True)]


def examine(model, tokenizer, folder):
    lm = HFLM(pretrained=model, tokenizer=tokenizer, batch_size=4)
    names = tasks(folder)
    found = simple_evaluate(
        lm, tasks=list(names), task_manager=TaskManager(include_path=folder), limit=LIMIT, log_samples=True,
        bootstrap_iters=0,
    )
    results = []
    for name, (kind, subject, shots) in names.items():
        samples = sorted(found["samples"][name], key=lambda sample: (sample["doc_id"], sample.get("filter", "")))
        one = {"task": kind, "group": subject, "num_fewshot": shots}
        for metric, value in found["results"][name].items():
            if metric.split(",")[0] in ("acc", "acc_norm", "exact_match"):
                one[metric] = value
        if kind == "gsm8k":
            one["answers"] = [sample["resps"][0][0] for sample in samples if sample["filter"] == "strict-match"]
        else:
            one["logprobs"] = [[float(choice[0][0]) for choice in sample["resps"]] for sample in samples]
            one["prompts"] = [sample["arguments"][0][0] for sample in samples]
        results.append(one)
    return {"tasks": results, "solutions": answers(lm), "rolling": rolling(model, tokenizer)}


with tempfile.TemporaryDirectory() as work:
    stories = f"{work}/stories"
    shutil.copytree(f"{shared}/models/stories260k", stories)
    bytes_tokenizer().save(f"{out}/bytes-tokenizer.json")
    pieces = PreTrainedTokenizerFast(
        tokenizer_file=f"{out}/bytes-tokenizer.json", bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        model_max_length=512,
    )
    pieces.save_pretrained(stories)
    reference = {"limit": LIMIT, "texts": texts(), "models": {}}
    for name, path in (("golden/model-30", f"{shared}/golden/model-30"), ("models/stories260k", stories)):
        folder = tempfile.mkdtemp(dir=work)
        model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval()
        tokenizer = PreTrainedTokenizerFast.from_pretrained(path)
        tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
        reference["models"][name] = examine(model, tokenizer, folder)
    for model in reference["models"].values():
        for one in model["tasks"]:
            # Compared by their hash: the questions are not ours to publish.
            import hashlib

            for i, prompt in enumerate(one.pop("prompts", [])):
                one.setdefault("prompts_sha256", []).append(hashlib.sha256(prompt.encode()).hexdigest())
    reference.pop("texts")
    with open(f"{out}/lm-eval.json", "w") as file:
        json.dump(reference, file, indent=1)
        file.write("\n")
