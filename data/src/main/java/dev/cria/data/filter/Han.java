package dev.cria.data.filter;

/** Chinese characters. */
final class Han {

    private Han() {}

    static boolean isHan(int codePoint) {
        return Character.isIdeographic(codePoint);
    }

    /** The number of Chinese characters. */
    static long count(String text) {
        return text.codePoints().filter(Han::isHan).count();
    }
}
