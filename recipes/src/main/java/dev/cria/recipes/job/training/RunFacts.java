package dev.cria.recipes.job.training;

import dev.cria.checkpoints.durable.Sha256;
import dev.cria.recipes.recipe.ResolvedRecipe;
import dev.cria.recipes.run.RunFolder;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.loop.CheckpointNotes;
import dev.cria.trainer.loop.LossDigest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What a stage writes into each checkpoint about itself: every key of its recipe, what its rows
 * were made from, the hash of the frozen base, versions, and the digest of its losses.
 */
final class RunFacts implements CheckpointNotes {

    static final String RECIPE = "recipe.";
    static final String DATA = "data.";
    static final String BASE = "base_sha256";
    static final String LOSSES = "loss_digest";
    static final String THREADS = "threads";

    private final StageContext context;
    private final LossDigest losses;
    private final BaseHash base;
    private final Engine engine;
    private final Map<String, String> fixed = new TreeMap<>();
    private final AtomicBoolean remembered = new AtomicBoolean();

    /**
     * @param base null where nothing of the base is frozen
     */
    RunFacts(StageContext context, LossDigest losses, BaseHash base, Engine engine) {
        this.context = context;
        this.losses = losses;
        this.base = base;
        this.engine = engine;
        StringBuilder all = new StringBuilder();
        ResolvedRecipe.settings(context.recipe(), context.stage())
                .forEach(
                        (path, value) -> {
                            fixed.put(RECIPE + path, value);
                            all.append(path).append('=').append(value).append('\n');
                        });
        fixed.put("recipe_sha256", Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)));
        new DataRecord(context).made().forEach((paths, name) -> fixed.put(DATA + paths, name));
        fixed.put("stage", context.stage().name());
        fixed.put("java", Runtime.version().toString());
        fixed.put("pytorch", Engine.version());
    }

    @Override
    public Supplier<Map<String, String>> now() {
        String digest = losses.value();
        String threads = Integer.toString(engine.threads());
        return () -> {
            Map<String, String> facts = new TreeMap<>(fixed);
            facts.put(LOSSES, digest);
            facts.put(THREADS, threads);
            if (base != null) {
                facts.put(BASE, base.get());
            }
            return facts;
        };
    }

    @Override
    public void restored(Map<String, String> facts) {
        losses.restore(facts.getOrDefault(LOSSES, ""));
    }

    @Override
    public void written() {
        if (remembered.compareAndSet(false, true)) {
            new RunFolder(context.recipe()).remember(context.stage());
        }
    }

    /** The settings that a checkpoint was made with; empty for those of versions without facts. */
    static Map<String, String> settings(Map<String, String> facts) {
        return part(facts, RECIPE);
    }

    /** Facts under a prefix, without it. */
    static Map<String, String> part(Map<String, String> facts, String prefix) {
        Map<String, String> found = new TreeMap<>();
        facts.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        found.put(name.substring(prefix.length()), value);
                    }
                });
        return found;
    }

    /** The hash of the frozen base; null where there is none. */
    String base() {
        return base == null ? null : base.get();
    }

    /** What the rows are made from. */
    Map<String, String> data() {
        return part(fixed, DATA);
    }
}
