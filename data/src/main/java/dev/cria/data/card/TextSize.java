package dev.cria.data.card;

import dev.cria.data.text.Han;
import dev.cria.data.text.Space;

/**
 * How much there is of a text. A word is what stands between white space or Chinese punctuation,
 * and each Chinese character: without Chinese, Gopher's words.
 *
 * @param characters in code points
 * @param words by that definition
 * @param inWords characters of words
 * @param isChinese whether three in ten of the letters are Chinese characters, by which steps judge
 *     a document that names no language ({@link dev.cria.data.text.DocumentLanguage})
 */
public record TextSize(long characters, long words, long inWords, boolean isChinese) {

    private static final double CHINESE_SHARE = 0.3;
    private static final byte BETWEEN = 1;
    private static final byte LETTER = 2;
    private static final byte HAN = 4;
    private static final byte HALF = 8;
    private static final byte[] CLASSES = classes();

    /** More than there are characters in a text. */
    private static final int OTHER = 1 << 30;

    /** What is between words as 1, and as {@link #OTHER} what has to be looked at more closely. */
    private static final int[] SIMPLE = simple();

    /** Of a text. */
    public static TextSize of(String text) {
        char[] chars = text.toCharArray();
        long between = 0;
        int words = 0;
        int before = BETWEEN;
        for (char c : chars) {
            int kind = SIMPLE[c];
            between += kind;
            words += before & ~kind;
            before = kind;
        }
        return between < OTHER
                ? new TextSize(chars.length, words, chars.length - between, false)
                : withChinese(chars);
    }

    /** The same where there may be Chinese characters, or characters of two halves. */
    private static TextSize withChinese(char[] chars) {
        int between = 0;
        int letters = 0;
        int han = 0;
        int words = 0;
        int pairs = 0;
        int before = BETWEEN;
        for (int i = 0; i < chars.length; i++) {
            int kind = CLASSES[chars[i]];
            if (kind == HALF) {
                if (i > 0 && Character.isSurrogatePair(chars[i - 1], chars[i])) {
                    pairs++;
                    continue;
                }
                kind = kind(Character.codePointAt(chars, i));
            }
            between += kind & BETWEEN;
            letters += (kind & LETTER) >> 1;
            han += kind >> 2;
            // At a Chinese character, behind what is between words, at a letter behind Chinese.
            words += ((kind >> 2) | before | ((before >> 2) & (kind >> 1))) & ~kind & BETWEEN;
            before = kind;
        }
        int characters = chars.length - pairs;
        return new TextSize(
                characters,
                words,
                characters - between,
                letters > 0 && han >= CHINESE_SHARE * letters);
    }

    private static byte[] classes() {
        byte[] classes = new byte[1 << 16];
        for (int c = 0; c < classes.length; c++) {
            classes[c] = Character.isSurrogate((char) c) ? HALF : kind(c);
        }
        return classes;
    }

    private static int[] simple() {
        int[] simple = new int[CLASSES.length];
        for (int c = 0; c < simple.length; c++) {
            simple[c] = (CLASSES[c] & (HAN | HALF)) == 0 ? CLASSES[c] & BETWEEN : OTHER;
        }
        return simple;
    }

    private static byte kind(int point) {
        if (isBetween(point)) {
            return BETWEEN;
        }
        int letter = Character.isLetter(point) ? LETTER : 0;
        return (byte) (letter | (Han.isHan(point) ? HAN : 0));
    }

    /** White space, and punctuation that is only written with Chinese characters or kana. */
    private static boolean isBetween(int point) {
        boolean isWide =
                (point >= 0x3000 && point <= 0x3003) || (point >= 0x3008 && point <= 0x3020);
        boolean isFull = point >= 0xff01 && point <= 0xff65 && !Character.isLetterOrDigit(point);
        return isWide || isFull || (point <= 0xffff && Space.isSpace((char) point));
    }
}
