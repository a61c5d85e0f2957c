package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.dataset.Seeds.Seed;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.rows.TrainingSeeds;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Makes instructions of seeds and answers of instructions, many at once. What is made of a seed
 * depends on its text and its place alone.
 */
record Synthesis(
        StageContext context, OpenPolicy opened, Tokenizer tokenizer, GenerationEngine generation) {

    private static final String SEED = "{seed}";

    /** Apart by far, so that draws of neighbours have nothing in common. */
    private static final long BETWEEN_SEEDS = 0xD1B54A32D192ED03L;

    private Stage stage() {
        return context.stage();
    }

    /**
     * What becomes of some seeds.
     *
     * @param first number of the first of them
     */
    List<SeedOutcome> of(List<Seed> seeds, int first) {
        int each = stage().integer("num_instructions");
        List<Synthesized> made = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            for (int j = 0; j < each; j++) {
                made.add(begin(seeds.get(i).text(), (first + i) * (long) each + j));
            }
        }
        if (!stage().texts("instruction_prompts").isEmpty()) {
            made =
                    asked(
                            made,
                            "instruction",
                            one -> List.of(user(one.asked())),
                            Synthesis::instructed);
        }
        made = asked(made, "answer", Synthesis::conversation, Synthesized::answered);
        List<SeedOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            outcomes.add(
                    new SeedOutcome(
                            first + i,
                            seeds.get(i).origin(),
                            digest(seeds.get(i)),
                            List.copyOf(made.subList(i * each, (i + 1) * each))));
        }
        return outcomes;
    }

    static String digest(Seed seed) {
        return Sha256.of(seed.text().getBytes(StandardCharsets.UTF_8));
    }

    /** Before anything is asked: {@code asked} is the whole question until it is answered. */
    private Synthesized begin(String seed, long number) {
        List<String> prompts = stage().texts("instruction_prompts");
        return new Synthesized(
                prompts.isEmpty() ? seed.strip() : "",
                "",
                "",
                prompts.isEmpty() ? "" : inTurn(prompts, number).replace(SEED, seed.strip()),
                inTurn(stage().texts("system_prompts"), number),
                draw("instructions", number),
                draw("answers", number));
    }

    private static String inTurn(List<String> texts, long number) {
        return texts.isEmpty() ? "" : texts.get((int) (number % texts.size()));
    }

    private long draw(String purpose, long number) {
        return TrainingSeeds.of(context.recipe(), stage(), purpose) + number * BETWEEN_SEEDS;
    }

    private static Synthesized instructed(Synthesized one, String instruction) {
        return new Synthesized(
                instruction,
                "",
                one.dropped(),
                one.asked(),
                one.system(),
                one.instructionSeed(),
                one.answerSeed());
    }

    private static List<Message> conversation(Synthesized one) {
        return one.system().isEmpty()
                ? List.of(user(one.instruction()))
                : List.of(new Message("system", one.system()), user(one.instruction()));
    }

    private static Message user(String text) {
        return new Message("user", text);
    }

    /**
     * Asks about all that is kept so far.
     *
     * @param taking takes what the model has said
     */
    private List<Synthesized> asked(
            List<Synthesized> made,
            String what,
            Function<Synthesized, List<Message>> messages,
            BiFunction<Synthesized, String, Synthesized> taking) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        int room = stage().integer("max_seq_len") - stage().integer("max_new_tokens");
        List<Synthesized> result = new ArrayList<>(made);
        List<Integer> places = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Synthesized one = made.get(i);
            if (!one.kept()) {
                continue;
            }
            int[] ids = template.prompt(messages.apply(one));
            if (ids.length > room) {
                result.set(i, one.dropped("no room for the " + what));
                continue;
            }
            boolean answers = what.equals("answer");
            places.add(i);
            requests.add(
                    Request.of(ids, stage().integer("max_new_tokens"))
                            .with(sampling(), answers ? one.answerSeed() : one.instructionSeed())
                            .withStops(stops(template), List.of()));
        }
        if (requests.isEmpty()) {
            return result;
        }
        List<List<Answer>> answers = generation.generateAll(requests, listener());
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            Answer said = answers.get(i).get(0);
            Synthesized taken = taking.apply(made.get(place), said.text().strip());
            result.set(place, judged(taken, said, what));
        }
        return result;
    }

    private Synthesized judged(Synthesized taken, Answer said, String what) {
        if (stage().flag("finished") && said.finish() == Finish.LENGTH) {
            return taken.dropped(what + " was cut");
        }
        return said.text().isBlank() ? taken.dropped(what + " is empty") : taken;
    }

    private Sampling sampling() {
        return new Sampling(
                stage().number("temperature"),
                stage().integer("top_k"),
                stage().number("top_p"),
                stage().number("min_p"),
                stage().number("repetition_penalty"));
    }

    private Set<Integer> stops(ChatTemplate template) {
        Set<Integer> stops = new HashSet<>(opened.model().config().eosTokenIds());
        stops.addAll(template.stops());
        return stops;
    }

    private AnswerListener listener() {
        return new AnswerListener() {
            @Override
            public void token(int sample, int id) {
                context.attempt().pulse().beat();
            }
        };
    }
}
