package dev.cria.data.dataset;

import dev.cria.data.batch.DataOrder;
import dev.cria.data.batch.Packer;
import dev.cria.data.batch.Rows;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.ShardCache;
import dev.cria.data.shard.ShardWriter;
import dev.cria.data.shard.StoredExample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Writes random examples into shards, packs them and reads an epoch of rows in shuffled order.
 * Prints the tokens that were read and the heap that is held meanwhile.
 */
final class LargeCorpusMain {

    private static final int MAX_SEQ_LEN = 512;
    private static final int VOCABULARY = 128_256;

    private LargeCorpusMain() {}

    /** Arguments: a folder for the cache, the number of examples, a seed. */
    public static void main(String[] arguments) {
        int examples = Integer.parseInt(arguments[1]);
        ExampleSource source = new RandomSource(examples, Long.parseLong(arguments[2]));
        ShardCache cache = new ShardCache(Path.of(arguments[0]), new ShardWriter(1_000_000));
        cache.open(source, done -> {});
        long before = heldBytes();
        long start = System.nanoTime();
        Selection selection =
                Selection.ofExamples(
                        cache.open(source, done -> {}),
                        new LengthLimit(MAX_SEQ_LEN, ExcessLength.DROP));
        Rows packed = Packer.bestFit(selection.lengths(), MAX_SEQ_LEN);
        DataOrder order = DataOrder.shuffled(packed.size(), 1);
        order.example(0);
        double opened = (System.nanoTime() - start) / 1e9;
        List<List<TokenizedExample>> rows = packed.of(selection.examples());
        long held = heldBytes() - before;
        long tokens = 0;
        for (int place = 0; place < rows.size(); place++) {
            for (TokenizedExample example : rows.get(order.example(place))) {
                tokens += example.ids().length;
            }
        }
        double read = (System.nanoTime() - start) / 1e9 - opened;
        System.out.printf(
                "tokens %d heap_bytes_per_example %.1f opened_s %.2f read_s %.2f max_heap_mb %d%n",
                tokens,
                (double) held / examples,
                opened,
                read,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static long heldBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private record RandomSource(int examples, long seed) implements ExampleSource {

        @Override
        public Map<String, String> description() {
            return Map.of("random", examples + " " + seed);
        }

        @Override
        public int vocabSize() {
            return VOCABULARY;
        }

        @Override
        public RowCounts read(Consumer<StoredExample> sink) {
            Random random = new Random(seed);
            for (int i = 0; i < examples; i++) {
                int[] ids = random.ints(20 + random.nextInt(200), 0, VOCABULARY).toArray();
                sink.accept(StoredExample.ofText(ids, "random.jsonl:" + (i + 1)));
            }
            return new RowCounts("text", examples, 0);
        }
    }
}
