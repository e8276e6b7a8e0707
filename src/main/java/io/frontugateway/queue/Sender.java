package io.frontugateway.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontugateway.catalogue.Catalogue;
import io.frontugateway.catalogue.Filter;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.ProblemException;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Page;
import io.frontugateway.reads.Position;
import io.frontugateway.reads.Reader;
import io.frontugateway.reads.Single;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Departure;
import io.frontugateway.upstream.Payload;
import io.frontugateway.upstream.Priority;
import io.frontugateway.upstream.Progress;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Reply.Sent;
import io.frontugateway.upstream.RetryAfter;
import io.frontugateway.upstream.Spans;
import io.frontugateway.upstream.Upstream;
import io.opentelemetry.api.trace.SpanBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt at a claim: looks for the item first where that has to be, sends, and says what the answer means.
 * Nothing is written down here.
 */
final class Sender {
    private static final Duration SLOT_WAIT = Duration.ofSeconds(5);
    private static final Duration NO_TIME = Duration.ZERO;

    /** How far a list is searched for an item, so that one change does not spend everybody's quota. */
    private static final int MOST_SEARCHED = 1000;

    private static final int SEARCH_PAGE = 100;
    private static final Duration SEARCH_WAIT = Duration.ofSeconds(30);

    private final Upstream upstream;
    private final Catalogue catalogue;
    private final Judge judge;

    Sender(Upstream upstream, Catalogue catalogue, Judge judge) {
        this.upstream = upstream;
        this.catalogue = catalogue;
        this.judge = judge;
    }

    /**
     * @param departure until when anything may leave, and afterwards whether the write has
     * @return never fails for anything that Frontu or the way there did; fails as {@link WriteScripts} does
     */
    Uni<Verdict> attempt(WriteScripts scripts, Claim claim, Departure departure) {
        return Spans.around(
                span(claim),
                span -> look(scripts, claim, departure)
                        .chain(verdict ->
                                verdict.map(Uni.createFrom()::item).orElseGet(() -> send(scripts, claim, departure))));
    }

    /** Begins a trace of its own, since the callers' are over, and leads back to each of them. */
    private static SpanBuilder span(Claim claim) {
        var builder = Spans.named("write.send").setNoParent();
        claim.writes().forEach(write -> Spans.of(write.trace()).ifPresent(builder::addLink));
        return builder;
    }

    /** Nothing where the write can be sent. */
    private Uni<Optional<Verdict>> look(WriteScripts scripts, Claim claim, Departure departure) {
        var write = claim.lead();
        var resource = catalogue.find(write.resource());
        boolean named = !write.guid().isEmpty() || !write.systemId().isEmpty();
        if (claim.seen() || resource.isEmpty() || !named || !mustLook(claim)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return new Look(scripts, claim, departure, resource.get()).run();
    }

    /**
     * A change must never create. And what is known by a guid only may be created again by a repetition, since nobody knows
     * whether Frontu keeps a guid that it is given.
     */
    private static boolean mustLook(Claim claim) {
        var write = claim.lead();
        return !write.mayCreate() || claim.open() && write.systemId().isEmpty();
    }

    private Uni<Verdict> send(WriteScripts scripts, Claim claim, Departure departure) {
        return Multi.createFrom()
                .iterable(claim.writes())
                .onItem()
                .transformToUniAndConcatenate(write -> scripts.body(write.id()))
                .collect()
                .asList()
                .map(Bodies::merged)
                .chain(body -> upstream.send(call(scripts.account(), claim.lead(), body, departure)))
                .chain(reply -> judge.of(scripts.account(), claim, reply, departure));
    }

    private static Call call(String account, Claim.Write write, Buffer body, Departure departure) {
        return new Call(
                account,
                write.resource(),
                write.client(),
                Priority.WRITE,
                Call.Method.POST,
                write.target(),
                Map.of("Content-Type", write.contentType()),
                Payload.of(body),
                write.verbatim() ? Call.Shape.TRANSFER : Call.Shape.DOCUMENT,
                SLOT_WAIT,
                departure);
    }

    /** Looks whether an item exists. */
    private final class Look {
        private final WriteScripts scripts;
        private final Claim claim;
        private final ResourceType resource;
        private final AtomicReference<Reply> last = new AtomicReference<>();
        private final EntityReads reads;
        private final Departure departure;

        Look(WriteScripts scripts, Claim claim, Departure departure, ResourceType resource) {
            this.scripts = scripts;
            this.claim = claim;
            this.resource = resource;
            this.reads = new EntityReads(call -> upstream.send(call).invoke(last::set), catalogue.base());
            this.departure = departure.another();
        }

        Uni<Optional<Verdict>> run() {
            var write = claim.lead();
            var by = write.guid().isEmpty() ? Identity.SYSTEM_ID : Identity.GUID;
            var reader = new Reader(scripts.account(), write.client(), Priority.WRITE, SLOT_WAIT, 1, departure);
            var id = by == Identity.GUID ? write.guid() : write.systemId();
            return reads.one(reader, resource, by, id)
                    .map(Single::entity)
                    .onFailure(Look::isNotOffered)
                    .recoverWithUni(() -> inTheList(by, id))
                    .chain(found -> scripts.seen(claim, Learned.from(found)))
                    .map(noted -> noted.equals("ok") ? Optional.<Verdict>empty() : gone())
                    .onFailure(ProblemException.class)
                    .recoverWithUni(failure -> judge(((ProblemException) failure).problem())
                            .map(verdict -> Optional.of(Judge.inOutage(verdict, departure))));
        }

        /** The other way to find an item, where Frontu has no read of a single one. It takes no lease to look. */
        private Uni<ObjectNode> inTheList(Identity by, String id) {
            var list = resource.operations().list();
            if (list == null || list.filters().values().stream().anyMatch(filter -> isMissing(filter, by))) {
                return Uni.createFrom().failure(unseen().asException());
            }
            var filters = list.filters().containsKey(by.member()) ? Map.of(by.member(), id) : Map.<String, String>of();
            var query = new ListQuery(resource, null, null, null, filters);
            var reader = new Reader(
                    scripts.account(), claim.lead().client(), Priority.WRITE, SEARCH_WAIT, SEARCH_PAGE, new Progress() {
                        @Override
                        public void outage() {
                            departure.outage();
                        }
                    });
            return reads.list(reader, query, Position.start(SEARCH_PAGE), MOST_SEARCHED)
                    .map(page -> page.items().stream()
                            .filter(item -> item.path(by.member()).asText("").equals(id))
                            .findFirst()
                            .orElseThrow(() -> absentFrom(page).asException()));
        }

        private static boolean isMissing(Filter filter, Identity by) {
            return filter.required() && !filter.name().equals(by.member());
        }

        private static boolean isNotOffered(Throwable failure) {
            return failure instanceof ProblemException e && e.problem().reason() == Reason.NOT_ALLOWED;
        }

        private Problem absentFrom(Page page) {
            return page.next() == null
                    ? Problem.of(Reason.NOT_FOUND, "The item is not in Frontu's list of %s.".formatted(resource.name()))
                    : unseeable("the item is not among the first %d of its list".formatted(MOST_SEARCHED));
        }

        private Optional<Verdict> gone() {
            return Optional.of(new Verdict.Unsent("", NO_TIME));
        }

        private Uni<Verdict> judge(Problem problem) {
            if (last.get() instanceof Reply.Failed failed && failed.sent() == Sent.NOT_TRIED) {
                return Uni.createFrom().item(Judge.unsent(failed.problem()));
            }
            if (last.get() instanceof Reply.Failed failed && failed.sent() == Sent.TOO_LATE) {
                return Uni.createFrom().item(new Verdict.Unsent("", NO_TIME));
            }
            return switch (problem.reason()) {
                case NOT_FOUND -> Uni.createFrom().item(absent(new Verdict.Missing(problem)));
                case NOT_ALLOWED -> Uni.createFrom().item(absent(new Verdict.Unseeable(problem)));
                case FRONTU_UNAUTHORIZED -> Uni.createFrom().item(judge.keyRefused(scripts.account(), 401));
                case FRONTU_REFUSED ->
                    judge.refusal(
                            scripts.account(),
                            claim,
                            last.get() instanceof Reply.Answer answer ? answer.status() : 0,
                            problem);
                default ->
                    Uni.createFrom()
                            .item(new Verdict.Failed(
                                    problem, Backoff.after(claim.lead().attempts(), asked(last.get())), false, true));
            };
        }

        private static Optional<Duration> asked(@Nullable Reply reply) {
            return reply instanceof Reply.Answer answer ? RetryAfter.of(answer.headers()) : Optional.empty();
        }

        private Problem unseen() {
            return unseeable("no list of it can be asked for");
        }

        private Problem unseeable(String why) {
            return Problem.of(
                    Reason.NOT_ALLOWED,
                    ("A change must not create an item, and whether this one exists the gateway cannot see: Frontu offers"
                                    + " no read of a single one of %s by this identity, and %s. Once a read through the"
                                    + " gateway has shown it, the operation can be replayed.")
                            .formatted(resource.name(), why));
        }

        private Verdict absent(Verdict ofAChange) {
            if (claim.lead().mayCreate()) {
                return new Verdict.Unknown(
                        Problem.of(
                                Reason.FRONTU_UNAVAILABLE,
                                "An attempt had no answer, and the item is not found by its guid, which Frontu may have replaced."),
                        null);
            }
            return ofAChange;
        }
    }
}
