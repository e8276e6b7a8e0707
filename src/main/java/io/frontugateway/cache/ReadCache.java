package io.frontugateway.cache;

import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.reads.EntityReads;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Page;
import io.frontugateway.reads.Position;
import io.frontugateway.reads.Reader;
import io.frontugateway.redis.Hints;
import io.frontugateway.redis.RedisConnection;
import io.frontugateway.redis.Replica;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads of entities that cost Frontu as few requests as they can. Every {@code Uni} here fails with a
 * {@code ProblemException} only and does its work when it is subscribed to. Permissions are the caller's to check, before. Safe
 * for use by any thread; answers arrive on the Vert.x context of whoever asks.
 */
public final class ReadCache {
    private final EntityReads reads;
    private final Desk desk;
    private final ListQuestion.Means lists;
    private final PlacedQuestion.Means singles;
    private final VerbatimReads verbatim;

    /**
     * What the cache is made of.
     *
     * @param reads asks Frontu
     * @param clock by which age is told; must be the one by which asks are dated
     * @param savedFor told the client's name for each read that cost no request
     */
    public record Parts(
            Vertx vertx,
            EntityReads reads,
            RedisConnection redis,
            Hints hints,
            Replica replica,
            Generations generations,
            MeterRegistry meters,
            Consumer<String> savedFor,
            InstantSource clock) {}

    public ReadCache(CacheConfig config, Parts parts) {
        this.reads = parts.reads();
        var memory = new Memory(config.maxBytes().asLongValue());
        var store = new Store(parts.redis(), config.redisMaxBytes().asLongValue());
        var flights = new Flights(parts.vertx(), store, memory, parts.hints(), parts.replica());
        var lifetimes = Lifetimes.by(config);
        var tally = new Tally(parts.meters(), parts.savedFor());
        this.desk = new Desk(memory, store, flights, parts.generations(), lifetimes, parts.clock(), tally);
        this.lists = new ListQuestion.Means(reads, memory, store, lifetimes, parts.clock());
        this.singles = new PlacedQuestion.Means(memory, store, lifetimes, parts.clock());
        this.verbatim = new VerbatimReads(
                memory, flights, parts.generations(), lifetimes.apply(VerbatimReads.NAME), parts.clock(), tally);
    }

    /** A page of a list, as something that can be asked for any number of times, by any thread. */
    public static final class Listing {
        private final ListQuestion question;

        private Listing(ListQuestion question) {
            this.question = question;
        }
    }

    /**
     * What a page of a list is asked for by; see {@link EntityReads#list}.
     *
     * @param render makes the document of a page
     */
    public Listing listing(String account, ListQuery query, Position from, int limit, Function<Page, byte[]> render) {
        return new Listing(new ListQuestion(lists, account, query, from, limit, render));
    }

    /** A page of a list; the reader must be of the account that it was named for. */
    public Uni<Answered> list(Reader reader, Listing listing, Demand demand) {
        return answer(listing.question, reader, demand);
    }

    /** One entity by an identity; see {@link EntityReads#one}. */
    public Uni<Answered> one(Reader reader, ResourceType resource, Identity by, String id, Demand demand) {
        return one(reader, resource, by, id, false, demand, asking -> reads.one(asking, resource, by, id));
    }

    /** One entity with all its relations; see {@link EntityReads#full}. */
    public Uni<Answered> full(Reader reader, ResourceType resource, Identity by, String id, Demand demand) {
        return one(reader, resource, by, id, true, demand, asking -> reads.full(asking, resource, by, id));
    }

    private Uni<Answered> one(
            Reader reader,
            ResourceType resource,
            Identity by,
            String id,
            boolean full,
            Demand demand,
            Function<Reader, Uni<io.frontugateway.reads.Single>> read) {
        var question = new OneQuestion(singles, reader.account(), resource.name(), by, id, full, read);
        return answer(question, reader, demand);
    }

    /**
     * The list that belongs to one item; see {@link EntityReads#ownedList}.
     *
     * @param render makes the document of the list
     */
    public Uni<Answered> ownedList(
            Reader reader,
            ResourceType resource,
            Identity by,
            String id,
            Demand demand,
            Function<Page, byte[]> render) {
        var question = new OwnedQuestion(
                singles,
                reader.account(),
                resource.name(),
                by,
                id,
                render,
                asking -> reads.ownedList(asking, resource, by, id));
        return answer(question, reader, demand);
    }

    private Uni<Answered> answer(Question question, Reader reader, Demand demand) {
        return Uni.createFrom().deferred(() -> {
            var atHand = desk.atHand(question, reader, demand);
            return atHand == null
                    ? ReadSpans.around(question.resource(), () -> desk.answer(question, reader, demand))
                    : Uni.createFrom().item(atHand);
        });
    }

    /** Reads of Frontu in its own spelling; what they keep takes its part of the same memory. */
    public VerbatimReads verbatim() {
        return verbatim;
    }

    /** How many bytes are held in memory, about. */
    public long bytes() {
        return desk.memory().bytes();
    }
}
