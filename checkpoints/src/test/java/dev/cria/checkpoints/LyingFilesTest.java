package dev.cria.checkpoints;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.gguf.GgufFile;
import dev.cria.checkpoints.huggingface.LlamaConfigJson;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.testing.Hostile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files that state more than they hold, or hold the smallest things that cost the most: the objects
 * made while reading them, garbage among them, are at most a multiple of the file's size and a
 * constant. {@code -Dcria.files=N} changes how many there are of each format.
 */
@Tag("fuzz")
final class LyingFilesTest {

    private static final int FILES = Integer.getInteger("cria.files", 350);

    /** Bytes of objects for each byte of a file. */
    private static final int FACTOR = 60;

    private static final long CONSTANT = 1 << 20;

    private static final Path FOLDER = Hostile.folder();

    private final long seed = Long.getLong("cria.seed", System.nanoTime());

    @Test
    void safetensors() {
        Path file = FOLDER.resolve("lying.safetensors");
        check("safetensors", file, () -> SafetensorsFile.open(file).close(), this::safetensorsFile);
    }

    @Test
    void gguf() {
        Path file = FOLDER.resolve("lying.gguf");
        check("gguf", file, () -> GgufFile.open(file), this::ggufFile);
    }

    @Test
    void json() {
        Path file = FOLDER.resolve("config.json");
        check("json", file, () -> LlamaConfigJson.read(file), this::jsonFile);
    }

    private void check(
            String format,
            Path file,
            Hostile.Reader reader,
            BiFunction<Random, Integer, byte[]> make) {
        System.out.println("LyingFilesTest " + format + " seed " + seed);
        Random random = new Random(seed);
        double worst = 0;
        for (int i = 0; i < FILES; i++) {
            // Also small ones, in which the constant would show.
            int size = (int) Math.pow(2, 6 + random.nextDouble() * 14);
            byte[] bytes = make.apply(random, size);
            assertTrue(bytes.length <= Hostile.MAX_INPUT_BYTES + 1024, "of " + bytes.length);
            Hostile.write(file, bytes);
            long most = FACTOR * (long) bytes.length + CONSTANT;
            long made = Hostile.read(most, reader);
            worst = Math.max(worst, (made - CONSTANT) / (double) bytes.length);
        }
        System.out.printf("LyingFilesTest %s: at most %.1f bytes a byte%n", format, worst);
    }

    private byte[] safetensorsFile(Random random, int size) {
        List<String> units =
                List.of(
                        "\"%x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},",
                        "\"%x\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807],\"data_offsets\":[0,9223372036854775807]},",
                        "\"%x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
                        "\"%x\":{\"dtype\":\"U8\",\"shape\":[0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,0]},",
                        "\"__metadata__\":{\"%x\":\"" + "x".repeat(1000) + "\"},",
                        "\"%x\":{\"dtype\":\"U8\",\"shape\":[0,0,0,",
                        "\"%x" + "y".repeat(2000) + "\":1,");
        String header = "{" + repeated(random, units, size - 2) + "\"z\":{}}";
        long stated = random.nextInt(4) == 0 ? random.nextLong() : header.length();
        return ByteBuffer.allocate(8 + header.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(stated)
                .put(header.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    private byte[] jsonFile(Random random, int size) {
        List<String> units =
                List.of(
                        "\"%x\":{},",
                        "\"%x\":[],",
                        "\"%x\":{\"a\":{}},",
                        "\"%x\":99999999999,",
                        "\"%x\":1e9,",
                        "\"%x\":\"\",",
                        "\"%x\":[[[[[[[[]]]]]]]],",
                        "\"%x\":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}],",
                        "\"%x\":\"" + "\\u0041".repeat(200) + "\",",
                        "\"a\":{\"%x\":[[[[[[[[[[");
        String text = "{" + repeated(random, units, size - 2) + "\"z\":0}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One kind of unit, again and again, each with another name. */
    private static String repeated(Random random, List<String> units, int size) {
        String unit = units.get(random.nextInt(units.size()));
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() + unit.length() + 8 < size; i++) {
            text.append(unit.replace("%x", Integer.toHexString(i)));
        }
        return text.toString();
    }

    private byte[] ggufFile(Random random, int size) {
        int kind = random.nextInt(6);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int count = 0;
        boolean array = kind < 3;
        while (body.size() < size - 100) {
            switch (kind) {
                case 0 -> write(body, 8, 0); // an empty string
                case 1 -> write(body, 4, 0, 8, 0); // an empty array
                case 2 -> write(body, 8, 1, 1, random.nextInt(256)); // a string of one byte
                case 3 -> { // a pair
                    write(body, 8, 4);
                    write(body, 4, ascii(count), 4, 7, 1, 1);
                }
                case 4 -> { // a tensor without elements
                    write(body, 8, 4);
                    write(body, 4, ascii(count), 4, 1, 8, 0, 4, 0, 8, 0);
                }
                default -> write(body, 1, 1);
            }
            count++;
        }
        long stated = random.nextInt(3) == 0 ? random.nextLong() >>> random.nextInt(64) : count;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        write(
                file,
                4,
                0x46554747,
                4,
                3,
                8,
                kind == 4 ? stated : 0,
                8,
                kind == 4 ? 0 : stated(array, stated));
        if (array || kind == 5) {
            write(file, 8, 1, 1, 'a', 4, 9, 4, List.of(8, 9, 8, 0, 0, 0).get(kind), 8, stated);
        }
        file.writeBytes(body.toByteArray());
        return file.toByteArray();
    }

    /** A number in four bytes that are UTF-8. */
    private static long ascii(int number) {
        return (number & 0x7f)
                | (number >> 7 & 0x7f) << 8
                | (number >> 14 & 0x7f) << 16
                | (number >> 21 & 0x7f) << 24;
    }

    private static long stated(boolean array, long count) {
        return array ? 1 : count;
    }

    /** Pairs of a width in bytes and a value, little-endian. */
    private static void write(ByteArrayOutputStream target, long... widthsAndValues) {
        for (int i = 0; i < widthsAndValues.length; i += 2) {
            for (int at = 0; at < widthsAndValues[i]; at++) {
                target.write((int) (widthsAndValues[i + 1] >>> (8 * at)));
            }
        }
    }
}
