"""Training curves of preference losses by TRL, as GoldenPreferenceTest compares them.

usage: python preferences.py GOLDEN_FOLDER trainer/src/test/resources/dev/cria/trainer/golden/preference-curves.json

Needs trl 1.13.0, transformers 5.18, torch 2.13. The model, pairs and settings are those of the folder's
dpo-nll. SimPO and ORPO have trainers of their own in TRL that put tokens together otherwise; here their
loss functions run over the batches of DPOTrainer, and ORPO's likelihood term is that of the answer.
KTO sees the chosen and the rejected answer of each pair in turn.
"""

import json
import sys
import tempfile
from types import SimpleNamespace

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer
from trl.experimental.cpo.cpo_trainer import CPOTrainer
from trl.experimental.orpo.orpo_trainer import ORPOTrainer
from trl.trainer.utils import selective_log_softmax

golden = sys.argv[1]
settings = json.load(open(f"{golden}/dpo-nll/settings.json"))["common"]
pairs = [json.loads(line) for line in open(f"{golden}/preference.jsonl")]
tokenizer = AutoTokenizer.from_pretrained(f"{golden}/model-30")


def model():
    return AutoModelForCausalLM.from_pretrained(f"{golden}/model-30", dtype=torch.float32)


class WithoutReference(DPOTrainer):
    """A loss of average log-probabilities over the batches of DPOTrainer."""

    def _compute_loss(self, model, inputs, return_outputs=False, **_):
        ids, mask = inputs["input_ids"], inputs["completion_mask"][:, 1:]
        logits = model(input_ids=ids, attention_mask=inputs["attention_mask"]).logits[:, :-1]
        tokens = selective_log_softmax(logits, ids[:, 1:]) * mask
        chosen, rejected = (tokens.sum(1) / mask.sum(1)).chunk(2)
        likelihood = -tokens.chunk(2)[0].sum() / mask.chunk(2)[0].sum()
        loss = self.pair_loss(chosen, rejected, likelihood)
        return (loss, {}) if return_outputs else loss


stub = SimpleNamespace(device=torch.device("cpu"))


def simpo(chosen, rejected, likelihood):
    trainer = SimpleNamespace(
        alpha=0.0, beta=2.0, simpo_gamma=0.5, label_smoothing=0.1, loss_type="simpo", accelerator=stub
    )
    return CPOTrainer.cpo_loss(trainer, chosen, rejected)[0].mean()


def orpo(chosen, rejected, likelihood):
    trainer = SimpleNamespace(beta=0.3, accelerator=stub)
    return likelihood - ORPOTrainer.odds_ratio_loss(trainer, chosen, rejected)[0].mean()


def curve(trainer):
    trainer.train()
    return [
        {"loss": entry["loss"], "grad_norm": entry["grad_norm"]}
        for entry in trainer.state.log_history
        if "grad_norm" in entry
    ]


def paired(trainer_class, pair_loss=None, **extra):
    with tempfile.TemporaryDirectory() as folder:
        config = DPOConfig(folder, report_to=[], use_cpu=True, **{**settings, **extra})
        trainer = trainer_class(
            model=model(), ref_model=model(), args=config, processing_class=tokenizer,
            train_dataset=Dataset.from_list(pairs),
        )
        trainer.pair_loss = pair_loss
        return curve(trainer)


def kto():
    rows = []
    for pair in pairs:
        rows.append({"prompt": pair["prompt"], "completion": pair["chosen"], "label": True})
        rows.append({"prompt": pair["prompt"], "completion": pair["rejected"], "label": False})
    with tempfile.TemporaryDirectory() as folder:
        common = {**settings, "per_device_train_batch_size": 4}
        config = KTOConfig(
            folder, report_to=[], use_cpu=True, beta=0.1, desirable_weight=1.0, undesirable_weight=1.5, **common
        )
        return curve(
            KTOTrainer(
                model=model(), ref_model=model(), args=config, processing_class=tokenizer,
                train_dataset=Dataset.from_list(rows),
            )
        )


result = {
    "ipo": paired(DPOTrainer, loss_type=["ipo"], beta=0.1),
    "hinge": paired(DPOTrainer, loss_type=["hinge"], beta=0.1),
    "sigmoid_norm": paired(DPOTrainer, loss_type=["sigmoid_norm"], beta=2.0),
    "simpo": paired(WithoutReference, simpo),
    "orpo": paired(WithoutReference, orpo),
    "kto": kto(),
}
with open(sys.argv[2], "w") as file:
    file.write("{\n")
    for i, (name, steps) in enumerate(result.items()):
        lines = ",\n".join("  " + json.dumps(step) for step in steps)
        file.write(f' "{name}": [\n{lines}\n ]' + (",\n" if i + 1 < len(result) else "\n"))
    file.write("}\n")
