package dev.cria.data.source;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.WarcConversion;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcTargetRecord;

/**
 * Pages of a crawl: of WARC files the HTML and plain text of good responses, of WET files the text
 * of conversions. Records of other kinds are passed over.
 */
final class WarcReader implements RowReader {

    /** A page beyond is no text; Common Crawl itself cuts at 1 MiB. */
    private static final int MAX_PAGE_BYTES = 8 << 20;

    /** Of a record, and of the response in it. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private static final int OK_FROM = 200;
    private static final int OK_TO = 299;

    private final SourceFile file;
    private final FileChannel channel;
    private final BoundedChannel plain;
    private final org.netpreserve.jwarc.WarcReader records;
    private long number;

    WarcReader(SourceFile file) {
        this.file = file;
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            try {
                plain =
                        new BoundedChannel(
                                Compression.of(file.path())
                                        .unpack(Channels.newInputStream(channel)));
                records = new org.netpreserve.jwarc.WarcReader(plain);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw corrupt(e);
            }
        } catch (IOException e) {
            throw new UserException(file.path() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Row next() {
        while (true) {
            try {
                plain.allow(MAX_HEADER_BYTES);
                Optional<WarcRecord> record = records.next();
                if (record.isEmpty()) {
                    return null;
                }
                number++;
                Row row = row(record.get());
                plain.allow(Long.MAX_VALUE);
                record.get().body().consume();
                if (row != null) {
                    return row;
                }
            } catch (IOException | RuntimeException e) {
                throw corrupt(e);
            }
        }
    }

    /** Null where the record is no page. */
    private Row row(WarcRecord entry) throws IOException {
        if (entry instanceof WarcConversion conversion) {
            plain.allow(Long.MAX_VALUE);
            return conversion.payload().isEmpty()
                    ? null
                    : page(
                            conversion,
                            "text/plain",
                            "utf-8",
                            conversion.payload().get().body().stream());
        }
        if (!(entry instanceof WarcResponse response)
                || !response.contentType().base().toString().equals("application/http")) {
            return null;
        }
        plain.allow(MAX_HEADER_BYTES);
        HttpResponse http = response.http();
        plain.allow(Long.MAX_VALUE);
        String type = http.contentType().base().toString();
        boolean good = http.status() >= OK_FROM && http.status() <= OK_TO;
        if (!good || !(WebPage.isHtml(type) || type.equals("text/plain"))) {
            return null;
        }
        String charset = http.contentType().parameters().getOrDefault("charset", "");
        return page(response, type, charset, http.body().stream());
    }

    private Row page(WarcTargetRecord entry, String type, String charset, InputStream body)
            throws IOException {
        byte[] bytes = body.readNBytes(MAX_PAGE_BYTES + 1);
        if (bytes.length > MAX_PAGE_BYTES) {
            return Row.bad(number, "is a page of more than " + MAX_PAGE_BYTES + " bytes");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", entry.headers().first("WARC-Record-ID").orElse(""));
        fields.put("url", entry.target());
        fields.put("date", entry.headers().first("WARC-Date").orElse(""));
        entry.headers()
                .first("WARC-Identified-Content-Language")
                .ifPresent(languages -> fields.put("content_language", languages));
        return new WebPage(bytes, type, charset, fields, file.name(), number);
    }

    private CorruptFileException corrupt(Exception e) {
        return new CorruptFileException(
                file.path(), "is no WARC file, or is damaged (" + e.getMessage() + ")", e);
    }

    @Override
    public long bytesRead() {
        try {
            return channel.isOpen() ? channel.position() : 0;
        } catch (IOException e) {
            throw corrupt(e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            records.close();
        } catch (IOException e) {
            throw corrupt(e);
        }
    }
}
