package dev.cria.data.filter;

/** Tells Chinese text, whose words are not separated, from text with spaces. */
final class Han {

    /** A text whose letters are Chinese characters to this share is judged as Chinese. */
    private static final double CHINESE_SHARE = 0.3;

    private Han() {}

    static boolean isHan(int codePoint) {
        return Character.isIdeographic(codePoint);
    }

    /** The number of Chinese characters. */
    static long count(String text) {
        return text.codePoints().filter(Han::isHan).count();
    }

    static boolean isChinese(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        return letters > 0 && count(text) >= CHINESE_SHARE * letters;
    }
}
