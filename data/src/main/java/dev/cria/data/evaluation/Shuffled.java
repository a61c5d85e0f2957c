package dev.cria.data.evaluation;

import dev.cria.checkpoints.durable.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Texts in an order that depends on nothing but themselves.
 *
 * @param first where the first of them is now
 */
record Shuffled(List<String> texts, int first) {

    static Shuffled of(List<String> texts) {
        String hash = Sha256.of(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(Long.parseUnsignedLong(hash.substring(0, 16), 16)));
        return new Shuffled(order.stream().map(texts::get).toList(), order.indexOf(0));
    }
}
