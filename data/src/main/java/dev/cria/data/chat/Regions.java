package dev.cria.data.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.jinja.Text;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A conversation as stretches of text of which each counts alike. */
record Regions(List<Region> regions) {

    /** Text that is encoded by itself, and how much its tokens count. */
    private record Region(Text text, float weight) {}

    /** Stretches of the same answer, or of none. */
    static List<Text> byAnswer(Text text) {
        List<Text> pieces = new ArrayList<>();
        int from = 0;
        int at = 0;
        int open = 0;
        for (Text.Part part : text.parts()) {
            if (part.answer() != open && at > from) {
                pieces.add(text.substring(from, at));
                from = at;
            }
            open = part.answer();
            at += part.text().length();
        }
        if (at > from) {
            pieces.add(text.substring(from, at));
        }
        return pieces;
    }

    static Regions of(ChatFormat format, Conversation conversation, Text text, TrainOn trainOn) {
        List<Message> answers =
                conversation.messages().stream().filter(Message::isAssistant).toList();
        List<Text> pieces = byAnswer(text);
        int found = pieces.stream().mapToInt(Regions::answer).max().orElse(0);
        if (found != answers.size()) {
            throw new UserException(
                    "the chat template marks %d answers of the assistant's %d"
                            .formatted(found, answers.size()));
        }
        List<Region> regions = new ArrayList<>();
        int at = 0;
        Turns turns = trainOn == TrainOn.ALL ? Turns.of(format, conversation, text) : null;
        for (Text piece : pieces) {
            int number = answer(piece);
            if (number > 0) {
                boolean counts = trainOn != TrainOn.LAST || number == found;
                regions.add(new Region(piece, counts ? answers.get(number - 1).weight() : 0));
            } else if (turns == null) {
                regions.add(new Region(piece, 0));
            } else {
                turns.split(piece, at, (part, weight) -> regions.add(new Region(part, weight)));
            }
            at += piece.length();
        }
        return new Regions(regions);
    }

    private static int answer(Text piece) {
        return piece.parts().get(0).answer();
    }

    TokenizedExample example(Tokenizer tokenizer, String origin) {
        List<int[]> pieces = new ArrayList<>();
        int length = 0;
        for (Region region : regions) {
            int[] ids = MarkedTokens.of(region.text(), tokenizer);
            pieces.add(ids);
            length += ids.length;
        }
        float[] weights = new float[length];
        int from = 0;
        for (int i = 0; i < pieces.size(); i++) {
            int to = from + pieces.get(i).length;
            Arrays.fill(weights, from, to, regions.get(i).weight());
            from = to;
        }
        if (length > 0) {
            weights[0] = 0;
        }
        int[] ids = pieces.stream().flatMapToInt(Arrays::stream).toArray();
        return new TokenizedExample(ids, weights, origin);
    }
}
