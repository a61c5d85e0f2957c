package dev.cria.recipes.library;

import java.util.Locale;

/** What the library has recipes for, with the settings of each; their sources are in the texts. */
enum LibraryKind {
    PRETRAIN("Continued pretraining of %s: it learns Chinese and keeps its English.", false) {
        @Override
        String body() {
            return """
            stage: pretrain
            model:
              model_name_or_path: {base}
            data:
              datasets: # weights are shares of the tokens; a third keeps what the model knew
                - {path: ../quickstart/chinese.jsonl.gz, weight: 0.7}
                - {path: ../quickstart/english.jsonl.gz, weight: 0.3}
              heldout: [../quickstart/heldout-zh.jsonl]
              max_seq_len: 4096
            train:
              num_train_epochs: 1
              per_device_train_batch_size: {wholeRows}
              gradient_accumulation_steps: 1 # each weight is updated on the way back: no gradients are kept
              optimizer_in_backward: true
              max_grad_norm: 0
              optim: adamw_8bit
              activation_checkpointing: true
              learning_rate: {cptRate} # an eighth of what Llama 3 was pretrained with, or less
              lr_scheduler_type: linear # to zero, as Llama 3 anneals (2407.21783, 3.4.3)
              warmup_ratio: 0.05
              adam_beta2: 0.95
              weight_decay: 0.1
            checkpoint: {save_steps: 500, save_total_limit: 2}
            """;
        }
    },
    FULL("Full fine-tuning of %s on conversations.", false) {
        @Override
        String body() {
            return """
            stage: sft
            finetuning_type: full
            model:
              model_name_or_path: {base}
            data:
              datasets: [../quickstart/chat-zh.jsonl]
              heldout: [../quickstart/chat-zh-heldout.jsonl]
              max_seq_len: 2048
            train:
              num_train_epochs: 2
              per_device_train_batch_size: {wholeRows}
              gradient_accumulation_steps: 1 # each weight is updated on the way back: no gradients are kept
              optimizer_in_backward: true
              max_grad_norm: 0
              optim: adamw_8bit
              activation_checkpointing: true
              learning_rate: {fullRate}
              warmup_ratio: 0.03
            checkpoint: {save_steps: 200, save_total_limit: 2}
            """;
        }
    },
    LORA("LoRA of %s Instruct on conversations.", true) {
        @Override
        String body() {
            return adapter("lora", "bf16");
        }
    },
    QLORA("QLoRA of %s Instruct on conversations: the base in 4 bits.", true) {
        @Override
        String body() {
            return adapter("qlora", "nf4");
        }
    },
    DPO("DPO with LoRA of %s Instruct on preference pairs, with Llama 3's two changes.", true) {
        @Override
        String body() {
            return """
            stage: dpo
            finetuning_type: lora
            model:
              model_name_or_path: {instruct}
              base_dtype: bf16
            lora: {lora_rank: 16, lora_alpha: 32, lora_target: all}
            dpo: {beta: 0.1, nll_coef: 0.2, mask_formatting_tokens: true} # 2407.21783, 4.1.4
            data:
              datasets: [../quickstart/preference-zh.jsonl]
              heldout: [../quickstart/preference-zh-heldout.jsonl]
              max_seq_len: 1024
            train:
              num_train_epochs: 1
              per_device_train_batch_size: 1
              gradient_accumulation_steps: 16
              activation_checkpointing: true
              learning_rate: 5.0e-6
              warmup_ratio: 0.1
            checkpoint: {save_steps: 100, save_total_limit: 2}
            """;
        }
    },
    REWARD_MODEL("A reward model from %s and preference pairs.", false) {
        @Override
        String body() {
            return """
            stage: rm
            finetuning_type: lora # beside the adapter the new head is trained
            model:
              model_name_or_path: {base} # the pretrained one, as in 2407.21783, 4.1.2
              base_dtype: bf16
            lora: {lora_rank: 16, lora_alpha: 32, lora_target: all}
            data:
              datasets: [../quickstart/preference-zh.jsonl]
              heldout: [../quickstart/preference-zh-heldout.jsonl]
              max_seq_len: 1024
            train:
              num_train_epochs: 1
              per_device_train_batch_size: 2
              gradient_accumulation_steps: 16
              activation_checkpointing: true
              learning_rate: 1.0e-4
              warmup_ratio: 0.03
            checkpoint: {save_steps: 100, save_total_limit: 2}
            """;
        }
    },
    REJECTION_SAMPLING("%s Instruct learns from the best of its own answers.", true) {
        @Override
        String body() {
            return """
            stages:
              - stage: rm # with a reward model of yours, take this stage out and name its folder below
                finetuning_type: lora
                model: {model_name_or_path: {instruct}, base_dtype: bf16}
                lora: {lora_rank: 16, lora_alpha: 32, lora_target: all}
                data:
                  datasets: [../quickstart/preference-zh.jsonl]
                  heldout: [../quickstart/preference-zh-heldout.jsonl]
                  max_seq_len: 1024
                train:
                  num_train_epochs: 1
                  per_device_train_batch_size: 2
                  gradient_accumulation_steps: 16
                  activation_checkpointing: true
                  learning_rate: 1.0e-4
                  warmup_ratio: 0.03

              - stage: rejection_sampling
                name: picked
                model: {model_name_or_path: "${rm.model_name_or_path}"}
                sampling: {num_generations: 10, max_new_tokens: 512, temperature: 0.6, top_p: 0.95}
                reward: {reward_model: "${output_dir}/rm/adapter"}
                select: {keep: best}
                data: {datasets: [../quickstart/chat-zh.jsonl], max_seq_len: 1536}

              - stage: sft
                finetuning_type: lora
                model: {model_name_or_path: "${rm.model_name_or_path}", base_dtype: bf16}
                lora: {lora_rank: 16, lora_alpha: 32, lora_target: all}
                data:
                  datasets: ["${output_dir}/picked/sft.jsonl"]
                  heldout: [../quickstart/chat-zh-heldout.jsonl]
                  max_seq_len: 2048
                train:
                  num_train_epochs: 1
                  per_device_train_batch_size: 1
                  gradient_accumulation_steps: 16
                  activation_checkpointing: true
                  learning_rate: {loraRate}
                  warmup_ratio: 0.03
            """;
        }
    },
    DISTILL("%s Instruct learns from what {teacherTitle} finds likely.", true) {
        @Override
        String body() {
            return """
            stage: distill
            finetuning_type: lora
            model:
              model_name_or_path: {instruct}
              base_dtype: bf16
            lora: {lora_rank: 64, lora_alpha: 128, lora_target: all}
            distill:
              teacher: {teacher}
              teacher_base_dtype: nf4
              teacher_logits: stored # asked once; not held while the student trains
              top_k: 64
              kd_loss: forward_kl
              kd_ratio: 0.5
            data:
              datasets: [../quickstart/chat-zh.jsonl]
              heldout: [../quickstart/chat-zh-heldout.jsonl]
              max_seq_len: 2048
            train:
              num_train_epochs: 1
              per_device_train_batch_size: 1
              gradient_accumulation_steps: 16
              activation_checkpointing: true
              learning_rate: {loraRate}
              warmup_ratio: 0.03
            checkpoint: {save_steps: 100, save_total_limit: 2}
            """;
        }
    },
    CHINESE("A Chinese adapter for %s Instruct, ready to serve.", true) {
        @Override
        String body() {
            return """
            stages:
              - stage: sft
                finetuning_type: lora
                model: {model_name_or_path: {instruct}, base_dtype: bf16}
                # Rank, alpha, dropout and rate of Chinese-LLaMA-Alpaca-3. It trains the embeddings and the
                # head too: modules_to_save: [embed_tokens, lm_head], which few servers load with an adapter.
                lora: {lora_rank: 64, lora_alpha: 128, lora_dropout: 0.05, lora_target: all}
                data:
                  datasets: [../quickstart/chat-zh.jsonl]
                  heldout: [../quickstart/chat-zh-heldout.jsonl]
                  max_seq_len: 2048
                train:
                  num_train_epochs: 3
                  per_device_train_batch_size: {rows}
                  gradient_accumulation_steps: {accumulation}
                  activation_checkpointing: true
                  learning_rate: 1.0e-4
                  warmup_ratio: 0.03
                checkpoint: {save_steps: 200, save_total_limit: 2}

              - stage: export
                model: {model_name_or_path: "${sft.model_name_or_path}", adapter_name_or_path: "${output_dir}/sft/adapter"}
                export: {formats: [peft, gguf, gguf_lora], gguf_types: [q4_k_m], language: zh}
            """;
        }
    };

    private final String title;
    private final boolean instruct;

    LibraryKind(String title, boolean instruct) {
        this.title = title;
        this.instruct = instruct;
    }

    /** The recipe after its name, seed and folder, with names in braces to be filled. */
    abstract String body();

    /** The first line of the header, with a place for the model's title. */
    String title() {
        return title;
    }

    /** Whether it goes on with the model that has learnt to answer. */
    boolean instruct() {
        return instruct;
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml";
    }

    private static String adapter(String type, String base) {
        return """
        stage: sft
        finetuning_type: %s
        model:
          model_name_or_path: {instruct}
          base_dtype: %s
        lora:
          lora_rank: 16
          lora_alpha: 32
          lora_target: all
        data:
          datasets: [../quickstart/chat-zh.jsonl]
          heldout: [../quickstart/chat-zh-heldout.jsonl]
          max_seq_len: 2048
        train:
          num_train_epochs: 2
          per_device_train_batch_size: {rows}
          gradient_accumulation_steps: {accumulation}
          activation_checkpointing: true
          learning_rate: {loraRate}
          warmup_ratio: 0.03
        checkpoint: {save_steps: 100, save_total_limit: 2}
        """
                .formatted(type, base);
    }
}
