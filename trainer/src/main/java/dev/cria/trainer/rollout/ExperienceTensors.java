package dev.cria.trainer.rollout;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.data.chat.PromptConversation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A round of answers as tensors of a checkpoint, bit for bit: for all prompts one after another,
 * how many tokens each prompt and each answer has, the ids of answers, rewards, and what was said
 * of tokens.
 */
final class ExperienceTensors {

    private static final String ROUND = "round";
    private static final String PROMPTS = "prompt_tokens";
    private static final String SAMPLES = "answers";
    private static final String LENGTHS = "answer_tokens";
    private static final String IDS = "ids";
    private static final String FINISHED = "finished";
    private static final String REWARDS = "rewards";
    private static final String DRAWN = "drawn";
    private static final String REFERENCE = "reference";
    private static final String VALUES = "values";

    private ExperienceTensors() {}

    /**
     * @param round negative where no answers are to be kept
     */
    static List<TensorData> of(long round, List<Experience> experiences) {
        List<TensorData> tensors = new ArrayList<>();
        tensors.add(doubles(ROUND, new double[] {round}));
        if (round < 0) {
            return tensors;
        }
        List<Rollout> rollouts = experiences.stream().map(Experience::rollout).toList();
        List<int[]> answers =
                rollouts.stream().flatMap(rollout -> rollout.answers().stream()).toList();
        tensors.add(integers(PROMPTS, rollouts.stream().mapToInt(r -> r.prompt().ids().length)));
        tensors.add(integers(SAMPLES, rollouts.stream().mapToInt(r -> r.answers().size())));
        tensors.add(integers(LENGTHS, answers.stream().mapToInt(ids -> ids.length)));
        tensors.add(integers(IDS, answers.stream().flatMapToInt(Arrays::stream)));
        tensors.add(
                integers(
                        FINISHED,
                        rollouts.stream()
                                .flatMapToInt(
                                        r ->
                                                IntStream.range(0, r.finished().length)
                                                        .map(i -> r.finished()[i] ? 1 : 0))));
        tensors.add(
                doubles(
                        REWARDS,
                        rollouts.stream()
                                .flatMapToDouble(r -> Arrays.stream(r.rewards()))
                                .toArray()));
        addFloats(tensors, DRAWN, experiences, Experience::drawn);
        addFloats(tensors, REFERENCE, experiences, Experience::reference);
        addFloats(tensors, VALUES, experiences, Experience::values);
        return tensors;
    }

    /** The round of which there are answers; negative where there are none. */
    static long round(TensorSource source) {
        return (long) source.bytes(ROUND).getDouble(0);
    }

    /**
     * @param asked the prompts of the round
     * @throws UserException if these are other prompts than those that were answered
     */
    static List<Experience> read(TensorSource source, List<PromptConversation> asked) {
        int[] prompts = integers(source, PROMPTS);
        int[] now = asked.stream().mapToInt(prompt -> prompt.prompt().ids().length).toArray();
        if (!Arrays.equals(prompts, now)) {
            throw new UserException(
                    "data.datasets: the prompts are others than those of the answers in the checkpoint; put them back, or begin the stage again (checkpoint.resume: never)");
        }
        int[] samples = integers(source, SAMPLES);
        int[] lengths = integers(source, LENGTHS);
        int[] ids = integers(source, IDS);
        int[] finished = integers(source, FINISHED);
        double[] rewards = new double[finished.length];
        source.bytes(REWARDS).asDoubleBuffer().get(rewards);
        float[] drawn = floats(source, DRAWN);
        float[] reference = floats(source, REFERENCE);
        float[] values = floats(source, VALUES);
        List<Experience> experiences = new ArrayList<>();
        int answer = 0;
        int token = 0;
        for (int i = 0; i < samples.length; i++) {
            List<int[]> answers = new ArrayList<>();
            boolean[] ended = new boolean[samples[i]];
            double[] worth = Arrays.copyOfRange(rewards, answer, answer + samples[i]);
            int first = token;
            for (int own = 0; own < samples[i]; own++, answer++) {
                answers.add(Arrays.copyOfRange(ids, token, token + lengths[answer]));
                token += lengths[answer];
                ended[own] = finished[answer] == 1;
            }
            experiences.add(
                    new Experience(
                            new Rollout(asked.get(i).prompt(), answers, worth, ended),
                            part(drawn, first, token),
                            part(reference, first, token),
                            part(values, first, token)));
        }
        return experiences;
    }

    private static float[] part(float[] all, int from, int to) {
        return all == null ? null : Arrays.copyOfRange(all, from, to);
    }

    private static void addFloats(
            List<TensorData> tensors,
            String name,
            List<Experience> experiences,
            Function<Experience, float[]> of) {
        if (of.apply(experiences.get(0)) == null) {
            return;
        }
        int count = experiences.stream().mapToInt(experience -> of.apply(experience).length).sum();
        ByteBuffer bytes = bytes(count * Float.BYTES);
        experiences.forEach(experience -> putAll(bytes, of.apply(experience)));
        tensors.add(tensor(name, DType.F32, count, bytes.flip()));
    }

    private static void putAll(ByteBuffer bytes, float[] values) {
        for (float value : values) {
            bytes.putFloat(value);
        }
    }

    private static TensorData integers(String name, IntStream values) {
        int[] all = values.toArray();
        ByteBuffer bytes = bytes(all.length * Integer.BYTES);
        bytes.asIntBuffer().put(all);
        return tensor(name, DType.I32, all.length, bytes);
    }

    private static TensorData doubles(String name, double[] values) {
        ByteBuffer bytes = bytes(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return tensor(name, DType.F64, values.length, bytes);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static TensorData tensor(String name, DType type, int count, ByteBuffer bytes) {
        return TensorData.of(new TensorInfo(name, type, Shape.of(count)), bytes);
    }

    private static int[] integers(TensorSource source, String name) {
        int[] values = new int[(int) source.info(name).shape().elements()];
        source.bytes(name).asIntBuffer().get(values);
        return values;
    }

    private static float[] floats(TensorSource source, String name) {
        if (!source.tensors().containsKey(name)) {
            return null;
        }
        float[] values = new float[(int) source.info(name).shape().elements()];
        source.bytes(name).asFloatBuffer().get(values);
        return values;
    }
}
