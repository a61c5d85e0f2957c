package dev.cria.recipes.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are read back by protobuf's own parser; scripts/check-tensorboard asks TensorBoard. */
final class TensorBoardTest {

    private static final int FRAME = 12;

    @TempDir Path folder;

    private TensorBoard at(long seconds) {
        return new TensorBoard(folder, Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
    }

    /** What an event says, in a word, with its step. */
    private static String word(byte[] message) throws IOException {
        UnknownFieldSet event = UnknownFieldSet.parseFrom(message);
        double time = Double.longBitsToDouble(event.getField(1).getFixed64List().get(0));
        long step = event.hasField(2) ? event.getField(2).getVarintList().get(0) : 0;
        if (event.hasField(3)) {
            return event.getField(3).getLengthDelimitedList().get(0).toStringUtf8();
        }
        if (event.hasField(7)) {
            UnknownFieldSet session =
                    UnknownFieldSet.parseFrom(event.getField(7).getLengthDelimitedList().get(0));
            return "start %d as %d".formatted(step, session.getField(1).getVarintList().get(0));
        }
        StringBuilder text = new StringBuilder("%d at %s:".formatted(step, time));
        UnknownFieldSet summary =
                UnknownFieldSet.parseFrom(event.getField(5).getLengthDelimitedList().get(0));
        for (var value : summary.getField(1).getLengthDelimitedList()) {
            UnknownFieldSet scalar = UnknownFieldSet.parseFrom(value);
            text.append(' ')
                    .append(scalar.getField(1).getLengthDelimitedList().get(0).toStringUtf8())
                    .append('=')
                    .append(Float.intBitsToFloat(scalar.getField(2).getFixed32List().get(0)));
        }
        return text.toString();
    }

    /** The events of a file up to a torn one, checksums checked. */
    private static List<String> events(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> events = new ArrayList<>();
        while (bytes.remaining() >= FRAME) {
            byte[] length = new byte[Long.BYTES];
            bytes.get(length);
            assertEquals(MaskedCrc.of(length), bytes.getInt());
            byte[] message =
                    new byte
                            [(int)
                                    ByteBuffer.wrap(length)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong()];
            if (bytes.remaining() < message.length + Integer.BYTES) {
                return events;
            }
            bytes.get(message);
            assertEquals(MaskedCrc.of(message), bytes.getInt());
            events.add(word(message));
        }
        return events;
    }

    private List<Path> files(String stage) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(stage))) {
            return files.sorted().toList();
        }
    }

    @Test
    void theChecksumIsThatOfTensorFlow() {
        assertEquals(0xc78ab0e5, MaskedCrc.of("123456789".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void scalarsOfAStepAreOneEventThatIsInTheFileAtOnce() throws IOException {
        TensorBoard board = at(5000);
        board.goOn("sft", 0, List.of());
        board.step(Lines.step("sft", 1).put("eval_loss", 2.0).put("skipped", 1.0));
        assertEquals(
                List.of(
                        "brain.Event:2",
                        "start 1 as 1",
                        "1 at 1001.25: loss/train=9.0 speed/tokens_per_s=100.5 eval/loss=2.0 optimizer/skipped=1.0"),
                events(files("sft").get(0)));
        assertTrue(
                files("sft")
                        .get(0)
                        .getFileName()
                        .toString()
                        .startsWith("events.out.tfevents.0000005000."));
    }

    @Test
    void aProcessThatGoesOnBeginsAFileThatVoidsTheStepsAfterTheCheckpoint() throws IOException {
        TensorBoard killed = at(5000);
        killed.goOn("sft", 0, List.of());
        Lines.steps("sft", 3).forEach(killed::step);
        TensorBoard next = at(6000);
        next.goOn("sft", 2, Lines.steps("sft", 2));
        next.step(Lines.step("sft", 3));
        assertEquals(2, files("sft").size());
        List<String> second = events(files("sft").get(1));
        assertEquals("start 3 as 1", second.get(1));
        assertTrue(second.get(2).startsWith("3 at 1003.25:"), second::toString);
    }

    @Test
    void aRollbackVoidsStepsWithinTheFile() throws IOException {
        TensorBoard board = at(5000);
        board.goOn("sft", 0, List.of());
        Lines.steps("sft", 3).forEach(board::step);
        board.goOn("sft", 1, Lines.steps("sft", 1));
        assertEquals(1, files("sft").size());
        assertEquals("start 2 as 1", events(files("sft").get(0)).get(5));
    }

    @Test
    void stagesHaveFoldersOfTheirOwn() throws IOException {
        TensorBoard board = at(5000);
        board.goOn("sft", 0, List.of());
        board.step(Lines.step("sft", 1));
        board.goOn("dpo", 0, Lines.steps("sft", 1));
        board.step(Lines.step("dpo", 1));
        board.close();
        assertEquals(3, events(files("sft").get(0)).size());
        assertEquals(3, events(files("dpo").get(0)).size());
    }

    @Test
    void stepsFromBeforeItWasAskedForAreToldToo() throws IOException {
        TensorBoard board = at(5000);
        board.goOn("sft", 2, Lines.steps("sft", 2));
        board.step(Lines.step("sft", 3));
        assertEquals(5, events(files("sft").get(0)).size());
    }
}
