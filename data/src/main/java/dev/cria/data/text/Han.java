package dev.cria.data.text;

/** Chinese characters. */
public final class Han {

    private Han() {}

    /** Whether it is a Chinese character; of the script, not its punctuation. */
    public static boolean isHan(int codePoint) {
        return codePoint >= 0x2e80
                && Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }
}
