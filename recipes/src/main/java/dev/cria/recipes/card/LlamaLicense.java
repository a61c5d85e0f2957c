package dev.cria.recipes.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The community licences of Meta's models, which bind what is made from them: section 1.b of each
 * asks for a copy of the agreement, "Built with Llama", a name that begins with "Llama", and a
 * notice; 1.b.iv for the acceptable use policy.
 */
enum LlamaLicense {
    LLAMA3("3", "Meta Llama 3", "Meta Llama 3", "Llama-3"),
    LLAMA3_1("3.1", "Llama 3.1", "Llama", "Llama"),
    LLAMA3_2("3.2", "Llama 3.2", "Llama", "Llama"),
    LLAMA3_3("3.3", "Llama 3.3", "Llama", "Llama");

    private static final int MAX_BYTES = 1 << 16;

    /** The licence in the front matter of a card, or the head of the agreement. */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?im)^license:\\s*[\"']?llama(3(?:\\.[123])?)\\b|^\\W*(?:meta )?llama (3(?:\\.[123])?) community license agreement");

    /** As Meta names its folders: Meta-Llama-3-8B, Llama-3.2-1B-Instruct. */
    private static final Pattern FOLDER =
            Pattern.compile("(?i)(?:meta-)?llama-?(3(?:\\.[123])?)-\\d+b(?:-instruct)?");

    private final String version;
    private final String model;
    private final String builtWith;
    private final String prefix;

    LlamaLicense(String version, String model, String builtWith, String prefix) {
        this.version = version;
        this.model = model;
        this.builtWith = builtWith;
        this.prefix = prefix;
    }

    /** The licence of a base model, by its card, its agreement or its name; empty if not Meta's. */
    static Optional<LlamaLicense> of(Path base) {
        for (String name : new String[] {"README.md", "LICENSE", "LICENSE.txt", "LICENSE.md"}) {
            Matcher named = NAMED.matcher(head(base.resolve(name)));
            if (named.find()) {
                return byVersion(named.group(1) == null ? named.group(2) : named.group(1));
            }
        }
        Path name = base.toAbsolutePath().normalize().getFileName();
        Matcher folder = FOLDER.matcher(name == null ? "" : name.toString());
        return folder.matches() ? byVersion(folder.group(1)) : Optional.empty();
    }

    private static Optional<LlamaLicense> byVersion(String version) {
        return Arrays.stream(values()).filter(l -> l.version.equals(version)).findFirst();
    }

    private static String head(Path file) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** As the hub calls it. */
    String id() {
        return "llama" + version;
    }

    /** The name, made to begin as the licence asks. */
    String name(String wanted) {
        boolean right = wanted.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
        return right
                ? wanted
                : prefix + (prefix.equals("Llama") ? "-" + version : "") + "-" + wanted;
    }

    /** The text of the file NOTICE. */
    String notice() {
        return "%s is licensed under the %s Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.\n"
                .formatted(model, model);
    }

    /** What the card says. */
    String section() {
        String site = "https://www.llama.com/llama" + version.replace('.', '_');
        return """
               ## Licence

               **Built with %s**

               %s
               Use is bound by the [licence](%s/license) and by the [acceptable use policy](%s/use-policy), which is
               part of it. Whoever passes this model on must pass on a copy of the agreement and this notice.
               """
                .formatted(builtWith, notice(), site, site);
    }
}
