package dev.cria.data.heuristic;

import java.util.List;

/**
 * What the addresses of adult sites are made of, English and Chinese in Latin letters: Cria's own
 * short lists, by the three rules of RefinedWeb. A list of domains finds far more.
 */
final class AdultUrlWords {

    /** One of them, between signs that are no letters or digits, is enough. */
    static final List<String> WORDS =
            List.of(
                    "bdsm",
                    "blowjob",
                    "camgirl",
                    "camgirls",
                    "cumshot",
                    "deepthroat",
                    "fetish",
                    "fuck",
                    "gangbang",
                    "hentai",
                    "hookup",
                    "milf",
                    "milfs",
                    "nsfw",
                    "nudes",
                    "orgasm",
                    "porn",
                    "pornhub",
                    "porno",
                    "pornos",
                    "pornstar",
                    "seqing",
                    "sexcam",
                    "sexcams",
                    "sextoys",
                    "shemale",
                    "striptease",
                    "upskirt",
                    "xhamster",
                    "xnxx",
                    "xvideos",
                    "xxx");

    /** Innocent alone; several of them are not. */
    static final List<String> SOFT_WORDS =
            List.of(
                    "adult",
                    "amateur",
                    "anal",
                    "ass",
                    "boobs",
                    "erotic",
                    "escort",
                    "escorts",
                    "hardcore",
                    "lesbian",
                    "naked",
                    "nude",
                    "sex",
                    "sexy",
                    "strip",
                    "teen",
                    "teens",
                    "tits",
                    "webcam",
                    "webcams");

    /**
     * Enough anywhere in the letters and digits of an address; none that innocent words can make
     * together, as in "essexvideos" or "whentaiwan".
     */
    static final List<String> SUBWORDS =
            List.of(
                    "blowjob",
                    "camgirl",
                    "gangbang",
                    "hardcoresex",
                    "nudegirl",
                    "pornhub",
                    "porno",
                    "pornstar",
                    "pornvideo",
                    "shemale",
                    "teenporn",
                    "xhamster",
                    "xxxvideo");

    private AdultUrlWords() {}
}
