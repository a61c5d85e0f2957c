package dev.cria.recipes.serve;

import java.util.List;

/**
 * Where a server listens and to whom.
 *
 * @param host name or address
 * @param port 0 for any that is free
 * @param key that requests must have; null for none
 * @param origins of web pages that may ask
 * @param code what is done about insecure code in answers
 */
public record ServerSettings(
        String host, int port, String key, List<String> origins, CodeCheck code) {}
