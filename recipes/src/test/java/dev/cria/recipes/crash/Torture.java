package dev.cria.recipes.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The long tier of the tests of processes; see {@code scripts/torture}. */
final class Torture {

    private static final int STEPS = Integer.getInteger("cria.steps", 600);

    private Torture() {}

    /** Arguments: what, how often, seed. */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        Path folder = Files.createTempDirectory("cria-torture");
        System.out.printf("seed %d, in %s%n", seed, folder);
        if (arguments[0].equals("rounds")) {
            TinyRounds rounds = new TinyRounds(folder);
            rounds.finish("clean");
            new RoundKills(rounds, rounds.identity("clean"), new Random(seed), System.out::println)
                    .run(count);
            System.exit(0);
        }
        TinyTraining training =
                arguments[0].matches("kills-(grpo|ppo)")
                        ? TinyTraining.ofAnswers(folder, arguments[0].substring(6), STEPS)
                        : new TinyTraining(folder, STEPS);
        RunFiles.Identity clean = training.finish("clean").identity();
        Random random = new Random(seed);
        Disturbances disturbances = new Disturbances(training, clean, random);
        switch (arguments[0]) {
            case "kills" -> kills(training, clean, random, 1, "async_save=false", count);
            case "kills-grpo", "kills-ppo" -> answers(training, clean, random, count);
            case "kills-async" -> kills(training, clean, random, 2, "async_save=true", count);
            default -> {
                for (int round = 1; round <= count; round++) {
                    round(disturbances, arguments[0], round);
                    System.out.printf("%s: round %d of %d passed%n", arguments[0], round, count);
                }
            }
        }
        System.exit(0);
    }

    private static void kills(
            TinyTraining training,
            RunFiles.Identity clean,
            Random random,
            int intervals,
            String key,
            int count)
            throws Exception {
        long mostLost = (long) intervals * TinyTraining.SAVE_STEPS;
        new KillLoop(training, clean, random, mostLost, 0, System.out::println, key).run(count);
    }

    private static void answers(
            TinyTraining training, RunFiles.Identity clean, Random random, int count)
            throws Exception {
        KillLoop loop =
                new KillLoop(
                        training,
                        clean,
                        random,
                        TinyTraining.SAVE_STEPS,
                        3 * TinyTraining.STEPS_OF_ROUND,
                        System.out::println,
                        "async_save=false");
        loop.run(count);
        long within =
                loop.resumedFrom().stream()
                        .filter(step -> step % TinyTraining.STEPS_OF_ROUND != 0)
                        .count();
        System.out.printf(
                "%d of %d goes went on in the middle of a round of answers%n",
                within, loop.resumedFrom().size());
    }

    private static void round(Disturbances disturbances, String what, int round) throws Exception {
        String run = what + "-" + round;
        switch (what) {
            case "killpoints" -> disturbances.killPoints(run);
            case "signals" -> {
                disturbances.signals(run, List.of("TERM", "INT"), false);
                disturbances.signals(run + "-twice", List.of("TERM", "INT"), true);
            }
            case "hang" -> {
                disturbances.freeze(run + "-frozen");
                disturbances.orphan(run + "-orphan");
                disturbances.hang(run + "-", Disturbances.HANGS);
            }
            default -> throw new IllegalArgumentException(what);
        }
    }
}
