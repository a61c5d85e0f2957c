package dev.cria.data.dedup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * URLs in one form: the syntax-based normalisation of RFC 3986, section 6.2.2, and its default port
 * (6.2.3); without fragment, user and the parameters that only follow visitors about.
 */
final class Url {

    private final boolean keepsScheme;
    private final boolean keepsQuery;
    private final List<String> dropped;

    /**
     * @param keepsScheme whether http and https are different
     * @param keepsQuery whether what follows the question mark counts
     * @param dropped names of parameters that do not count; may end with {@code *}
     */
    Url(boolean keepsScheme, boolean keepsQuery, List<String> dropped) {
        this.keepsScheme = keepsScheme;
        this.keepsQuery = keepsQuery;
        this.dropped = List.copyOf(dropped);
    }

    /** The form; what is no URL with a host is only stripped of white space. */
    String normalise(String url) {
        String whole = url.strip();
        int fragment = whole.indexOf('#');
        String text = fragment < 0 ? whole : whole.substring(0, fragment);
        int colon = text.indexOf("://");
        if (colon <= 0) {
            return whole;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int start = colon + 3;
        int end = start;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
            end++;
        }
        int question = text.indexOf('?', end);
        String path = text.substring(end, question < 0 ? text.length() : question);
        String query = question < 0 ? "" : query(text.substring(question + 1));
        return (keepsScheme ? scheme + ":" : "")
                + "//"
                + host(text.substring(start, end), scheme)
                + path(percent(path))
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String host(String authority, String scheme) {
        String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            String port = host.substring(colon + 1);
            boolean isDefault =
                    port.isEmpty()
                            || (scheme.equals("http") && port.equals("80"))
                            || (scheme.equals("https") && port.equals("443"));
            host = isDefault ? host.substring(0, colon) : host;
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Without segments of dots (RFC 3986, section 5.2.4). */
    private static String path(String path) {
        if (!path.contains("/.")) {
            return path.isEmpty() ? "/" : path;
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] given = path.substring(1).split("/", -1);
        for (int i = 0; i < given.length; i++) {
            boolean dots = given[i].equals(".") || given[i].equals("..");
            if (given[i].equals("..")) {
                segments.pollLast();
            }
            if (!dots) {
                segments.addLast(given[i]);
            } else if (i == given.length - 1) {
                segments.addLast("");
            }
        }
        return "/" + String.join("/", segments);
    }

    private String query(String query) {
        if (!keepsQuery) {
            return "";
        }
        List<String> kept = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!parameter.isEmpty() && dropped.stream().noneMatch(d -> matches(d, name))) {
                kept.add(percent(parameter));
            }
        }
        return String.join("&", kept);
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.regionMatches(true, 0, pattern, 0, pattern.length() - 1)
                : name.equalsIgnoreCase(pattern);
    }

    /** Unreserved characters stand for themselves, hexadecimal digits are capitals. */
    private static String percent(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c == '%' && i + 2 < text.length() ? hex(text, i + 1) : -1;
            if (value < 0) {
                result.append(c);
                continue;
            }
            if (isUnreserved(value)) {
                result.append((char) value);
            } else {
                result.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return result.toString();
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
