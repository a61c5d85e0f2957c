package dev.cria.recipes.track;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The messages of TensorBoard's event files that scalars need, by the numbers of their fields in
 * {@code event.proto} and {@code summary.proto} (package tensorboard).
 */
final class EventProto {

    /** What an event file begins with; since version 2 readers drop steps that are void. */
    private static final String VERSION = "brain.Event:2";

    // Event
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    // Summary and Summary.Value
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    // SessionLog
    private static final int STATUS = 1;
    private static final int START = 1;

    private EventProto() {}

    /** Writes fields; there is nothing that memory could refuse. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** The first event of a file. */
    static byte[] version(double time) {
        return message(
                out -> {
                    out.writeDouble(WALL_TIME, time);
                    out.writeString(FILE_VERSION, VERSION);
                });
    }

    /**
     * Says that a session starts with a step: what was told of it and later ones before is void.
     */
    static byte[] start(double time, long step) {
        return message(
                out -> {
                    out.writeDouble(WALL_TIME, time);
                    out.writeInt64(STEP, step);
                    out.writeByteArray(
                            SESSION_LOG, message(session -> session.writeEnum(STATUS, START)));
                });
    }

    /**
     * Scalars of a step.
     *
     * @param time when it ended, in seconds since 1970
     */
    static byte[] scalars(double time, long step, Map<String, Double> values) {
        byte[] summary =
                message(
                        out -> {
                            for (Map.Entry<String, Double> value : values.entrySet()) {
                                out.writeByteArray(VALUE, scalar(value.getKey(), value.getValue()));
                            }
                        });
        return message(
                out -> {
                    out.writeDouble(WALL_TIME, time);
                    out.writeInt64(STEP, step);
                    out.writeByteArray(SUMMARY, summary);
                });
    }

    private static byte[] scalar(String tag, double value) {
        return message(
                out -> {
                    out.writeString(TAG, tag);
                    out.writeFloat(SIMPLE_VALUE, (float) value);
                });
    }

    private static byte[] message(Fields fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.writeTo(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
