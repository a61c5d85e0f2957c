package dev.cria.checkpoints.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.Hostile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes are a file; those that begin with a brace are the header of one whose data are as long
 * as its largest number below 64 KiB says, so that a mutation can yield a sound file.
 */
@Tag("fuzz")
final class SafetensorsFuzzTest {

    private static final Path FILE = Hostile.folder().resolve("fuzzed.safetensors");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final int MAX_DATA_BYTES = 1 << 16;

    @FuzzTest
    void safetensors(byte[] input) {
        Hostile.write(FILE, input.length > 0 && input[0] == '{' ? framed(input) : input);
        Hostile.read(
                () -> {
                    try (SafetensorsFile file = SafetensorsFile.open(FILE)) {
                        file.tensors().values().forEach(tensor -> requireAllThere(file, tensor));
                    }
                });
    }

    private static void requireAllThere(SafetensorsFile file, TensorInfo tensor) {
        if (file.bytes(tensor.name()).remaining() != tensor.byteSize()) {
            throw new AssertionError(tensor + " has other bytes");
        }
    }

    private static byte[] framed(byte[] header) {
        int data = 0;
        Matcher numbers = NUMBER.matcher(new String(header, StandardCharsets.ISO_8859_1));
        while (numbers.find()) {
            int number = Integer.parseInt(numbers.group());
            data = number <= MAX_DATA_BYTES ? Math.max(data, number) : data;
        }
        return ByteBuffer.allocate(8 + header.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }
}
