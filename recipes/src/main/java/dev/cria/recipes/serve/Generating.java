package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.chat.ToolCall;
import dev.cria.data.chat.Tools;
import dev.cria.data.safety.code.Finding;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Ticket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Answers requests: has them generated, and writes what comes to the client. A client that is gone
 * ends its request.
 */
final class Generating {

    private final GenerationEngine engine;
    private final Admission admission;
    private final Limits limits;
    private final CodeCheck check;
    private final BooleanSupplier aborted;

    /**
     * @param aborted whether requests in progress are to end now
     */
    Generating(
            GenerationEngine engine,
            Admission admission,
            Limits limits,
            CodeCheck check,
            BooleanSupplier aborted) {
        this.engine = engine;
        this.admission = admission;
        this.limits = limits;
        this.check = check;
        this.aborted = aborted;
    }

    /** Answers one request; tells what it took. */
    Served answer(Asked asked, Shape shape, Reply reply) throws IOException, InterruptedException {
        asked.requests().forEach(engine::require);
        long end = System.nanoTime() + limits.time().toNanos();
        try (Admission.Place place = admission.ask(asked.answers())) {
            while (!place.await(limits.beat())) {
                beat(asked, reply);
                if (System.nanoTime() > end) {
                    throw ApiError.busy("too many requests were before this one");
                }
            }
            return new Run(asked, shape, reply, end).answer();
        }
    }

    private void requireGoing() {
        if (aborted.getAsBoolean()) {
            throw ApiError.stopping();
        }
    }

    private void beat(Asked asked, Reply reply) throws IOException {
        requireGoing();
        if (asked.stream() && !reply.isBegun()) {
            reply.beginEvents();
        }
        reply.beat();
    }

    /** One request that is being answered. */
    private final class Run {

        private final Asked asked;
        private final Shape shape;
        private final Reply reply;
        private final long end;
        private final AnswerEvents events = new AnswerEvents();
        private final List<Ticket> tickets = new ArrayList<>();
        private final Outcome[] outcomes;
        private final List<HeldBack> heldBack = new ArrayList<>();
        private final long begun = System.nanoTime();
        private long firstNanos = -1;

        Run(Asked asked, Shape shape, Reply reply, long end) {
            this.asked = asked;
            this.shape = shape;
            this.reply = reply;
            this.end = end;
            this.outcomes = new Outcome[asked.answers()];
        }

        Served answer() throws IOException, InterruptedException {
            try {
                for (Request request : asked.requests()) {
                    int first = tickets.size() * asked.samples();
                    tickets.add(engine.submit(request, events.listener(first)));
                }
                if (asked.stream()) {
                    beginStream();
                }
                hear();
                Served served = served();
                finish(served);
                return served;
            } finally {
                tickets.forEach(Ticket::cancel);
            }
        }

        private void beginStream() throws IOException {
            if (!reply.isBegun()) {
                reply.beginEvents();
            }
            for (int i = 0; i < outcomes.length; i++) {
                heldBack.add(new HeldBack());
                send(shape.begin(i));
            }
        }

        private void hear() throws IOException, InterruptedException {
            int left = outcomes.length;
            long beaten = System.nanoTime();
            while (left > 0) {
                requireGoing();
                if (System.nanoTime() > end) {
                    tickets.forEach(Ticket::cancel);
                }
                AnswerEvents.Event event = events.next(limits.beat());
                // Tokens may come faster than that, and none of them is written where all are held
                // back.
                if (System.nanoTime() - beaten >= limits.beat().toNanos()) {
                    beat(asked, reply);
                    beaten = System.nanoTime();
                }
                if (event == null) {
                    requireGeneration();
                    continue;
                }
                if (firstNanos < 0) {
                    firstNanos = System.nanoTime() - begun;
                }
                tell(event);
                if (event.answer() != null) {
                    outcomes[event.index()] =
                            outcome(event.index(), event.answer(), asked.tools(), check);
                    tellEnd(outcomes[event.index()]);
                    left--;
                }
            }
        }

        /** Fails if the engine was closed. */
        private void requireGeneration() {
            try {
                tickets.stream().filter(Ticket::isDone).forEach(Ticket::answers);
            } catch (CancellationException closed) {
                throw (ApiError) ApiError.stopping().initCause(closed);
            }
        }

        private void tell(AnswerEvents.Event event) throws IOException {
            if (asked.stream()) {
                HeldBack held = heldBack.get(event.index());
                held.add(event.text(), event.tokens());
                if (!mustWait(held.text())) {
                    tell(event.index(), held);
                }
            }
        }

        /** Whether what begins so may turn out to be something else than an answer's text. */
        private boolean mustWait(String text) {
            return check == CodeCheck.BLOCK
                    || (!asked.tools().isEmpty() && ToolReader.mayCall(text));
        }

        private void tell(int index, HeldBack held) throws IOException {
            if (held.hasMore()) {
                send(shape.more(index, held.moreText(), held.moreTokens()));
                held.told();
            }
        }

        private void tellEnd(Outcome outcome) throws IOException {
            if (!asked.stream()) {
                return;
            }
            if (outcome.refusal() == null && outcome.calls().isEmpty()) {
                tell(outcome.index(), heldBack.get(outcome.index()));
            }
            send(shape.end(outcome));
        }

        private void finish(Served served) throws IOException {
            if (!asked.stream()) {
                ObjectNode document = shape.whole(Arrays.asList(outcomes));
                document.set("usage", served.usage());
                reply.document(200, document);
                return;
            }
            if (asked.usage()) {
                ObjectNode last = shape.empty();
                last.set("usage", served.usage());
                reply.event(last.toString());
            }
            reply.event("[DONE]");
            reply.end();
        }

        private void send(ObjectNode part) throws IOException {
            if (part != null) {
                reply.event(part.toString());
            }
        }

        private Served served() {
            int prompt = tickets.stream().mapToInt(t -> t.request().prompt().length).sum();
            int cached = tickets.stream().mapToInt(Ticket::cachedTokens).sum();
            int made =
                    tickets.stream()
                            .flatMap(ticket -> ticket.answers().stream())
                            .mapToInt(answer -> answer.ids().length)
                            .sum();
            return new Served(
                    asked.model(),
                    prompt,
                    cached,
                    made,
                    firstNanos,
                    Arrays.stream(outcomes).map(Outcome::finish).distinct().toList());
        }
    }

    /** An answer as it is handed out. */
    static Outcome outcome(int index, Answer answer, Tools tools, CodeCheck check) {
        List<Finding> findings = check.findings(answer.text());
        String refusal = check.refusal(findings);
        List<ToolCall> calls = refusal == null ? ToolReader.calls(answer.text(), tools) : List.of();
        String finish = calls.isEmpty() ? finish(answer.finish()) : "tool_calls";
        return new Outcome(
                index,
                answer.text(),
                refusal,
                calls,
                told(answer),
                findings,
                refusal == null ? finish : "content_filter");
    }

    private static List<Told> told(Answer answer) {
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < answer.logProbs().length; i++) {
            told.add(
                    new Told(
                            answer.ids()[i],
                            answer.logProbs()[i],
                            answer.top().isEmpty() ? List.of() : answer.top().get(i)));
        }
        return told;
    }

    /** Source: OpenAI API reference; what ran out of time is cut off as by its length. */
    private static String finish(Finish finish) {
        return switch (finish) {
            case STOP_TOKEN, STOP_TEXT, COMPLETE -> "stop";
            case LENGTH, CANCELLED -> "length";
        };
    }
}
