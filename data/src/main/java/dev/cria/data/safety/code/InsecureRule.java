package dev.cria.data.safety.code;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A pattern of insecure code.
 *
 * @param name lower case with hyphens, its own
 * @param cwe number in the Common Weakness Enumeration (cwe.mitre.org)
 * @param pattern found in a single line
 */
public record InsecureRule(String name, int cwe, Set<CodeLanguage> languages, Pattern pattern) {}
