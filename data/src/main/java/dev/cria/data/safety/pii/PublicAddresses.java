package dev.cria.data.safety.pii;

/**
 * Which addresses lead to somebody: those that the registries of special-purpose addresses of IANA
 * (RFC 6890 and its updates) call globally reachable.
 */
final class PublicAddresses {

    /** Network and length of its prefix. */
    private static final long[][] NOT_GLOBAL = {
        {v4(0, 0, 0, 0), 8},
        {v4(10, 0, 0, 0), 8},
        {v4(100, 64, 0, 0), 10},
        {v4(127, 0, 0, 0), 8},
        {v4(169, 254, 0, 0), 16},
        {v4(172, 16, 0, 0), 12},
        {v4(192, 0, 0, 0), 24},
        {v4(192, 0, 2, 0), 24},
        {v4(192, 168, 0, 0), 16},
        {v4(198, 18, 0, 0), 15},
        {v4(198, 51, 100, 0), 24},
        {v4(203, 0, 113, 0), 24},
        {v4(240, 0, 0, 0), 4},
    };

    private static final long ANYCAST = v4(192, 0, 0, 9);
    private static final long TRAVERSAL = v4(192, 0, 0, 10);
    private static final long MULTICAST = v4(224, 0, 0, 0);

    private PublicAddresses() {}

    private static long v4(long a, long b, long c, long d) {
        return a << 24 | b << 16 | c << 8 | d;
    }

    /** As the standard library of Python has it: groups of receivers are global as well. */
    static boolean isGlobal(long address) {
        if (address == ANYCAST || address == TRAVERSAL) {
            return true;
        }
        for (long[] network : NOT_GLOBAL) {
            if ((address ^ network[0]) >>> (32 - network[1]) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is the address of one machine that anybody can reach. */
    static boolean isPublic(long address) {
        return address < MULTICAST && isGlobal(address);
    }

    /** Of an address of version 6, its eight groups: global unicast (RFC 4291), no example. */
    static boolean isPublic(int[] groups) {
        boolean unicast = groups[0] >>> 13 == 1;
        boolean protocol = groups[0] == 0x2001 && groups[1] < 0x200;
        boolean example =
                (groups[0] == 0x2001 && groups[1] == 0xdb8)
                        || (groups[0] == 0x3fff && groups[1] < 0x1000);
        return unicast && !protocol && !example;
    }
}
