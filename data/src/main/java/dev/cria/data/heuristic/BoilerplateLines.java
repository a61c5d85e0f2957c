package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.PhraseSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Removes short lines that hold a phrase of the frames of web pages: notices on cookies and rights,
 * invitations to share, subscribe, log in. The phrases are Cria's own choice of what published
 * lists have in common (C4's policy phrases; boilerplate of NeMo Curator and DCLM), and the same in
 * Chinese. A text that loses most of its lines is dropped, after NeMo's limit of 0.4.
 */
final class BoilerplateLines implements DocumentStep {

    private static final List<String> PHRASES =
            List.of(
                    "all rights reserved",
                    "terms of use",
                    "terms of service",
                    "terms and conditions apply",
                    "privacy policy",
                    "cookie policy",
                    "uses cookies",
                    "use of cookies",
                    "use cookies",
                    "accept cookies",
                    "enable javascript",
                    "skip to content",
                    "skip to main content",
                    "sign in to your account",
                    "log in to reply",
                    "login to comment",
                    "leave a comment",
                    "leave a reply",
                    "share on facebook",
                    "share on twitter",
                    "share this post",
                    "follow us on",
                    "subscribe to our newsletter",
                    "sign up for our newsletter",
                    "click here to",
                    "powered by wordpress",
                    "copyright ©",
                    "your email address will not be published",
                    "required fields are marked",
                    "版权所有",
                    "版權所有",
                    "未经许可不得转载",
                    "未經許可不得轉載",
                    "转载请注明",
                    "轉載請註明",
                    "本站所有",
                    "点击这里",
                    "點擊這裡",
                    "扫描二维码",
                    "掃描二維碼",
                    "关注公众号",
                    "关注我们",
                    "分享到微信",
                    "分享到微博",
                    "上一篇：",
                    "下一篇：",
                    "相关阅读",
                    "登录后发表评论",
                    "请先登录",
                    "隐私政策",
                    "隱私政策",
                    "使用条款",
                    "京icp备",
                    "icp备案");

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "boilerplate_lines",
                    "removes short lines with phrases of the frames of web pages",
                    List.of(
                            Parameter.list(
                                    "phrases",
                                    PHRASES,
                                    "phrases, in any case of letters; own choice"),
                            Parameter.list("more_phrases", List.of(), "phrases besides"),
                            Parameter.integer(
                                    "max_line_length",
                                    200,
                                    "characters up to which a line may go; own choice"),
                            Parameter.number(
                                    "max_removed",
                                    0.4,
                                    "largest share of characters that a text may lose; NeMo")),
                    Map.of("zh", Map.of("max_line_length", 60)),
                    (arguments, language) -> new BoilerplateLines(arguments));

    private final PhraseSet phrases;
    private final long maxLineLength;
    private final double maxRemoved;

    private BoilerplateLines(Arguments arguments) {
        List<String> all = new ArrayList<>(arguments.list("phrases"));
        all.addAll(arguments.list("more_phrases"));
        phrases = new PhraseSet(all);
        maxLineLength = arguments.integer("max_line_length");
        maxRemoved = arguments.number("max_removed");
    }

    @Override
    public Outcome apply(DocumentView view) {
        long[] removed = {0};
        Outcome outcome =
                LineEdits.apply(
                        view,
                        "boilerplate",
                        (line, text, from) -> {
                            boolean goes =
                                    line.length() <= maxLineLength
                                            && phrases.occursIn(text, from, from + line.length());
                            removed[0] += goes ? line.length() : 0;
                            return goes ? null : line;
                        });
        return removed[0] > maxRemoved * view.text().length()
                ? Outcome.drop("boilerplate")
                : outcome;
    }
}
