package dev.cria.trainer.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.pass.PagedCache;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Continues many texts at once. Each step runs one more token of every text, and part of the
 * prompts that have come in, through the model together (continuous batching: Yu et al. 2022,
 * Orca). Keys and values lie in pages (Kwon et al. 2023, arXiv:2309.06180) that samples of a prompt
 * and prompts with a common beginning share.
 *
 * <p>Requests may be handed in by any thread; generating is for the thread that made the {@link
 * Engine}.
 */
public final class GenerationEngine implements AutoCloseable {

    /** The name of the only policy of an engine that has one. */
    public static final String MODEL = "";

    private final Engine engine;
    private final Map<String, Policy> policies;
    private final Policy first;
    private final Tokenizer tokenizer;
    private final EngineSettings settings;
    private final PagedCache cache;
    private final Lanes lanes;
    private final Pages pages;
    private final Texts texts;
    private final RowSampler sampler;
    private final RequestChecks checks;
    private final AtomicLong numbers = new AtomicLong();
    private final BlockingQueue<Ticket> incoming = new LinkedBlockingQueue<>();
    private volatile boolean stopped;
    private long computedTokens;

    /** Of one policy, with the usual settings. */
    public GenerationEngine(Policy policy) {
        this(Map.of(MODEL, policy), null, EngineSettings.of(policy));
    }

    /**
     * Of several policies over one model.
     *
     * @param policies by the names by which requests ask for them
     * @param tokenizer for texts of answers, and to stop at; null where only tokens matter. Not
     *     closed here
     */
    public GenerationEngine(
            Map<String, Policy> policies, Tokenizer tokenizer, EngineSettings settings) {
        this.policies = Map.copyOf(policies);
        this.first = policies.values().iterator().next();
        this.engine = first.engine();
        this.tokenizer = tokenizer;
        this.settings = settings;
        long page =
                PagedCache.bytesPerPage(
                        first.model().config(), engine.computeType(), settings.pageTokens());
        int count =
                (int)
                        Math.min(
                                settings.cacheBytes() / page,
                                Integer.MAX_VALUE / 2 / settings.pageTokens());
        if (count < 1) {
            throw new UserException(
                    "%d bytes are not enough for keys and values: a page of %d tokens takes %d"
                            .formatted(settings.cacheBytes(), settings.pageTokens(), page));
        }
        this.cache = new PagedCache(first, count, settings.pageTokens());
        this.pages = new Pages(count);
        this.lanes = new Lanes(cache, this.policies, settings.packs());
        this.texts = new Texts(settings, pages, content(cache));
        this.sampler = new RowSampler(engine, first.model().config().vocabSize());
        this.checks =
                new RequestChecks(
                        first.model().config(), this.policies.keySet(), tokenizer, count, settings);
    }

    private static Texts.PageContent content(PagedCache cache) {
        return new Texts.PageContent() {
            @Override
            public void prepare(int page) {
                cache.prepare(page);
            }

            @Override
            public void copy(int from, int to) {
                cache.copy(from, to);
            }
        };
    }

    /**
     * Refuses a request that can never be answered; for any thread.
     *
     * @throws UserException saying why
     */
    public void require(Request request) {
        checks.require(request);
    }

    /**
     * Hands in a request; for any thread.
     *
     * @throws UserException if it can never be answered
     */
    public Ticket submit(Request request, AnswerListener listener) {
        checks.require(request);
        Ticket ticket = new Ticket(request, listener, numbers.getAndIncrement());
        incoming.add(ticket);
        return ticket;
    }

    /** The answers to requests, sample by sample, and to all that were handed in before. */
    public List<List<Answer>> generateAll(List<Request> requests) {
        return generateAll(requests, AnswerListener.NONE);
    }

    /** The same, with one who hears of all of them. */
    public List<List<Answer>> generateAll(List<Request> requests, AnswerListener listener) {
        List<Ticket> tickets = requests.stream().map(request -> submit(request, listener)).toList();
        while (step()) {
            // until nothing is left
        }
        return tickets.stream().map(Ticket::answers).toList();
    }

    /** The first answer to a request. */
    public Answer generate(Request request, AnswerListener listener) {
        Ticket ticket = submit(request, listener);
        while (!ticket.isDone()) {
            step();
        }
        return ticket.answers().get(0);
    }

    /** Generates whatever is handed in until {@link #stop}. */
    public void run() throws InterruptedException {
        while (!stopped) {
            if (!step()) {
                Ticket next = incoming.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    begin(next);
                }
            }
        }
    }

    /** Ends {@link #run}; for any thread. */
    public void stop() {
        stopped = true;
    }

    /** One more token of each text; false if there is nothing to do. */
    public boolean step() {
        for (Ticket next = incoming.poll(); next != null; next = incoming.poll()) {
            begin(next);
        }
        texts.all().stream()
                .filter(text -> text.ticket().isCancelled())
                .forEach(text -> end(text, Finish.CANCELLED));
        if (texts.isEmpty()) {
            return false;
        }
        List<RowRun> runs = texts.next(lanes);
        for (int lane = 0; lane < lanes.count(); lane++) {
            int own = lane;
            List<RowRun> ofLane =
                    runs.stream().filter(run -> lanes.isIn(own, run.sequence())).toList();
            if (!ofLane.isEmpty()) {
                step(lane, StepBuilder.sorted(ofLane));
            }
        }
        return true;
    }

    private void begin(Ticket ticket) {
        Request request = ticket.request();
        AnswerText text = AnswerText.of(tokenizer, request.stopTexts(), ticket.listener());
        TextForm.State form = request.form() == null ? null : request.form().begin();
        texts.add(new Sequence(ticket, text, form));
    }

    private void step(int lane, List<RowRun> sorted) {
        List<RowRun> wanted = sorted.stream().filter(RowRun::isWanted).toList();
        try (NDManager scope = engine.newScope()) {
            NDArray logits_NV = lanes.logits(lane, sorted, settings.pageTokens(), scope);
            sorted.forEach(texts::computed);
            computedTokens += sorted.stream().mapToInt(RowRun::count).sum();
            if (logits_NV != null) {
                List<RowSampler.Row> rows = wanted.stream().map(GenerationEngine::row).toList();
                List<List<Choice>> choices = sampler.draw(logits_NV, rows);
                for (int i = 0; i < rows.size(); i++) {
                    accept(rows.get(i).sequence(), choices.get(i));
                }
            }
        }
    }

    private static RowSampler.Row row(RowRun run) {
        Sequence text = run.sequence();
        return new RowSampler.Row(text, text.isUndivided() ? text.request().samples() : 1);
    }

    private void accept(Sequence text, List<Choice> choices) {
        List<Sequence> samples = new ArrayList<>(List.of(text));
        text.divide();
        for (int i = 1; i < choices.size(); i++) {
            Sequence sibling = text.sibling(i, text.text().forSample(i));
            texts.divide(sibling);
            samples.add(sibling);
        }
        for (int i = 0; i < samples.size(); i++) {
            accept(samples.get(i), choices.get(i));
        }
    }

    private void accept(Sequence text, Choice choice) {
        if (text.request().stopIds().contains(choice.token())) {
            end(text, Finish.STOP_TOKEN);
            return;
        }
        text.append(choice);
        if (text.text().append(choice)) {
            end(text, Finish.STOP_TEXT);
        } else if (text.form() != null && text.form().isClosed(text.tokensLeft())) {
            end(text, Finish.COMPLETE);
        } else if (text.tokensLeft() == 0) {
            end(text, Finish.LENGTH);
        }
    }

    private void end(Sequence text, Finish finish) {
        texts.remove(text);
        text.text().end();
        int undivided = text.isUndivided() ? text.request().samples() : 1;
        for (int i = 0; i < undivided; i++) {
            text.ticket().finish(text.sample() + i, text.answer(finish));
        }
    }

    /** Pages that texts in progress refer to now. */
    public int pagesInUse() {
        return pages.inUse();
    }

    /** Pages that there are. */
    public int pageCount() {
        return pages.count();
    }

    /** Tokens of a prompt and its answer for which there is memory. */
    public int tokensOfOneText() {
        return pages.count() * settings.pageTokens();
    }

    /** Tokens that have run through the model since the beginning, those of prompts included. */
    public long computedTokens() {
        return computedTokens;
    }

    /** How often a text had to wait for others with its pages given back. */
    public long preemptions() {
        return texts.preemptions();
    }

    /** Frees the memory; requests without answers fail. */
    @Override
    public void close() {
        stopped = true;
        List<Ticket> left = new ArrayList<>();
        incoming.drainTo(left);
        texts.all().forEach(text -> left.add(text.ticket()));
        left.forEach(
                ticket ->
                        ticket.fail(new CancellationException("the generation engine was closed")));
        lanes.close();
        cache.close();
    }
}
