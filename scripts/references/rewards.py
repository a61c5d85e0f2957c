"""Training curves of reward models by TRL, as GoldenRewardTest compares them.

usage: python rewards.py GOLDEN_FOLDER trainer/src/test/resources/dev/cria/trainer/golden/reward-curves.json

Needs trl 1.13.0, peft 0.21, transformers 5.18, torch 2.13. The model, pairs and settings are those of the
folder's dpo-nll; the adapter starts as that of dpo-lora. The score head starts as 0.02 sin(1), 0.02 sin(2), ...
The token that pads is none that ends an answer: transformers takes the score at the last token that is
not padding.
"""

import json
import sys
import tempfile

import torch
from datasets import Dataset
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from trl import RewardConfig, RewardTrainer

golden = sys.argv[1]
settings = json.load(open(f"{golden}/dpo-nll/settings.json"))["common"]
pairs = [json.loads(line) for line in open(f"{golden}/preference.jsonl")]
start = f"{golden}/dpo-lora/start"


def model():
    made = AutoModelForSequenceClassification.from_pretrained(
        f"{golden}/model-30", num_labels=1, dtype=torch.float32
    )
    head = torch.sin(torch.arange(1, made.config.hidden_size + 1, dtype=torch.float64)) * 0.02
    made.score.weight.data.copy_(head.to(torch.float32).unsqueeze(0))
    return made


def adapted():
    given = json.load(open(f"{start}/adapter_config.json"))
    config = LoraConfig(
        task_type="SEQ_CLS", modules_to_save=["score"], r=given["r"], lora_alpha=given["lora_alpha"],
        lora_dropout=given["lora_dropout"], target_modules=given["target_modules"], bias="none",
    )
    made = get_peft_model(model(), config)
    state = dict(made.named_parameters())
    for name, value in load_file(f"{start}/adapter_model.safetensors").items():
        own = name.replace(".lora_A.", ".lora_A.default.").replace(".lora_B.", ".lora_B.default.")
        state[own].data.copy_(value)
    return made


def curve(made, **extra):
    tokenizer = AutoTokenizer.from_pretrained(f"{golden}/model-30")
    with tempfile.TemporaryDirectory() as folder:
        config = RewardConfig(
            folder, report_to=[], use_cpu=True, pad_token=tokenizer.bos_token, **{**settings, **extra}
        )
        trainer = RewardTrainer(
            model=made, args=config, processing_class=tokenizer, train_dataset=Dataset.from_list(pairs)
        )
        trainer.train()
        return [
            {key: entry[key] for key in ("loss", "grad_norm", "accuracy", "margin", "mean_reward")}
            for entry in trainer.state.log_history
            if "grad_norm" in entry
        ]


result = {
    "full": curve(model()),
    "centred": curve(model(), center_rewards_coefficient=0.01),
    "lora": curve(adapted()),
}
with open(sys.argv[2], "w") as file:
    file.write("{\n")
    for i, (name, steps) in enumerate(result.items()):
        lines = ",\n".join("  " + json.dumps(step) for step in steps)
        file.write(f' "{name}": [\n{lines}\n ]' + (",\n" if i + 1 < len(result) else "\n"))
    file.write("}\n")
