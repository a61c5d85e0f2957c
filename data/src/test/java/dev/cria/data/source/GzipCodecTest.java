package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.GzipCodec;
import org.junit.jupiter.api.Test;

final class GzipCodecTest {

    @Test
    void whatIsPackedIsUnpacked() throws IOException {
        String text = "the same and the same and the same again";
        GzipCodec codec = new GzipCodec();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        CompressionOutputStream out = codec.createOutputStream(packed, null);
        out.write(text.getBytes(StandardCharsets.UTF_8), 0, text.length());
        out.finish();
        byte[] bytes = packed.toByteArray();
        try (InputStream in = codec.createInputStream(new ByteArrayInputStream(bytes), null)) {
            assertEquals(text, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
