package dev.cria.checkpoints.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurableFilesTest {

    private static final FileContent BROKEN =
            channel -> {
                FileContent.of("half".getBytes(UTF_8)).writeTo(channel);
                throw new IOException("No space left on device");
            };

    @TempDir private Path dir;

    @Test
    void aFileIsReplacedAtOnce() throws IOException {
        Path file = dir.resolve("new/folder/file");
        DurableFiles.writeFile(file, "old".getBytes(UTF_8));
        DurableFiles.writeFile(file, "new".getBytes(UTF_8));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of(file), children(file.getParent()));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = dir.resolve("file");
        DurableFiles.writeFile(file, "old".getBytes(UTF_8));
        UserException refused =
                assertThrows(UserException.class, () -> DurableFiles.writeFile(file, BROKEN));
        assertTrue(refused.getMessage().contains("No space left"), refused.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), children(dir));
    }

    @Test
    void aFailedFolderLeavesNothing() throws IOException {
        assertThrows(
                UserException.class,
                () ->
                        DurableFiles.writeFolder(
                                dir.resolve("folder"),
                                folder -> {
                                    folder.write("a", FileContent.of(new byte[3]));
                                    folder.write("b", BROKEN);
                                }));
        assertEquals(List.of(), children(dir));
    }

    @Test
    void aFolderIsReplacedOnlyWhenAsked() throws IOException {
        Path target = dir.resolve("folder");
        FolderFiller old = folder -> folder.write("old", FileContent.of(new byte[3]));
        FolderFiller fresh = folder -> folder.write("new", FileContent.of(new byte[4]));
        DurableFiles.writeFolder(target, old);
        assertThrows(UserException.class, () -> DurableFiles.writeFolder(target, fresh));
        assertEquals(List.of(target.resolve("old")), children(target));
        DurableFiles.replaceFolder(target, fresh);
        assertEquals(List.of(target.resolve("new")), children(target));
        assertEquals(List.of(target), children(dir));
    }

    @Test
    void anEmptyFolderIsFilled() throws IOException {
        Path target = Files.createDirectory(dir.resolve("folder"));
        DurableFiles.writeFolder(target, folder -> folder.write("a", FileContent.of(new byte[0])));
        assertEquals(List.of(target.resolve("a")), children(target));
    }

    @Test
    void filesAreCopiedUnderTheirName() throws IOException {
        byte[] large = new byte[(2 << 20) + 7];
        large[large.length - 1] = 5;
        Path source = Files.write(dir.resolve("tokenizer.json"), large);
        DurableFiles.writeFolder(dir.resolve("folder"), folder -> folder.copy(source));
        assertEquals(-1, Files.mismatch(source, dir.resolve("folder/tokenizer.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".", "a/b", "/a", "..\\a", "a\u0000", "a\nb", ".hidden"})
    void namesThatAreNotPlainAreRefused(String name) {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        DurableFiles.writeFolder(
                                dir.resolve("folder"),
                                folder -> folder.write(name, FileContent.of(new byte[1]))));
    }

    @Test
    void hashesAreThoseOfTheStandard() throws IOException {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals(abc, Sha256.of("abc".getBytes(UTF_8)));
        assertEquals(abc, Sha256.of(Files.writeString(dir.resolve("abc"), "abc")));
        Path copy = dir.resolve("copy");
        DurableFiles.writeFile(
                copy,
                channel -> {
                    HashingChannel hashing = new HashingChannel(channel);
                    FileContent.of("abc".getBytes(UTF_8)).writeTo(hashing);
                    assertEquals(3, hashing.bytes());
                    assertEquals(abc, hashing.sha256());
                });
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }
}
