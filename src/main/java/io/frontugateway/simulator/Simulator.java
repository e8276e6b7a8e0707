package io.frontugateway.simulator;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Frontu on a port of its own. All its state belongs to one event loop, so requests take effect one after
 * another; the methods of this class may be called from any thread.
 *
 * <h2>Frontu</h2>
 *
 * Below {@code /client/api/v2}, with the key given in {@link SimulatorSettings}. The seeded company is the same after each
 * start and reset; its rows are of the first half of 2025. Where the reference is silent: a guid that is not known is
 * replaced by a new one; a custom value for an unknown field is refused; a title is required of a task; parameters of
 * digits that hold anything else are ignored; XML is not offered.
 *
 * <h2>Admin interface</h2>
 *
 * Below {@code /_simulator} on the same port; needs no key and is never counted.
 *
 * <table>
 * <caption>Calls</caption>
 * <tr><td>{@code GET /state}</td><td>rows by path, arrivals, refusals (429 by the limit), statuses (-1: cut or left
 * hanging), writes, effects, {@code worstWindow} (the most arrivals in any trailing window since the reset or the last
 * change of the window), the same by source, strikes of the faults, all settings</td></tr>
 * <tr><td>{@code POST /reset}</td><td>back to the seeded company and the first settings; records and counts are empty</td></tr>
 * <tr><td>{@code PATCH /settings}</td><td>a JSON object of switches, merged into those set; null goes back to the default;
 * 400 tells which switch is unknown or wrong, and nothing is changed then</td></tr>
 * <tr><td>{@code GET /arrivals?since=&limit=}</td><td>{@code {next, total, items}}: the last 100,000 requests after number
 * {@code since}, each with number, time (Unix ms), nanos (monotonic), method, path, query, status, remote</td></tr>
 * <tr><td>{@code DELETE /arrivals}</td><td>forgets that record; counts stay</td></tr>
 * <tr><td>{@code GET /writes?since=&limit=}</td><td>{@code {next, total, items}}: the last 20,000 POSTs in the order of
 * their effects, each with number, arrival, start, end (Unix ms; null while unanswered), method, path, resource, guid,
 * systemId, digest (SHA-256 of the body), body (its first 4096 bytes), bodyBytes, status, effect (its place among all
 * effects; null if it had none)</td></tr>
 * <tr><td>{@code GET /usage?from=&to=&windowMs=}</td><td>{@code mean} and {@code most} arrivals per trailing window
 * between two moments (Unix ms; absent: the reset, now), for the limit's window or the one given</td></tr>
 * <tr><td>{@code POST /files}</td><td>{@code {size, seed, image, name, mediaType}}, all optional: makes a file of any size
 * that is nowhere held; answers guid, size and etag</td></tr>
 * </table>
 *
 * <h2>Switches</h2>
 *
 * <ul>
 * <li>{@code apiKeys}: the keys accepted, any number.
 * <li>{@code limit}, {@code windowMs}, {@code fixedWindow} (false: strict sliding window), {@code countRefused} (true),
 *     {@code retryAfter} ({@code seconds}, {@code date}, {@code none}), {@code sourceHeader} (name of a header that stands
 *     for the source address).
 * <li>{@code clockAheadMs}: how far Frontu's clock, which stamps versions and {@code Date}, is ahead of the machine's.
 * <li>{@code minLatencyMs}, {@code maxLatencyMs}: wait before each effect, evenly spread.
 * <li>{@code keepGuid} (false): a new row keeps the unknown guid that it was sent with. {@code cautionCodes} (true): the
 *     feature behind caution codes.
 * <li>Lists: {@code inclusiveVersion}, {@code plainArrays}, {@code ignorePaging}, {@code largestPage} (0: unbounded),
 *     {@code nextPage} ({@code normal}, {@code endless}, {@code backwards}), {@code lastPage} ({@code zero},
 *     {@code null}), {@code order} ({@code insertion}, {@code version}), {@code hideArchived}, {@code listDelayMs}.
 * <li>{@code paths}: objects of {@code path}, a prefix such as {@code /tasks}, and any switches of lists; the first that
 *     fits replaces those at the top, which it inherits from.
 * <li>{@code faults}: objects of {@code kind} ({@link FaultKind}, with dashes: {@code latency}, {@code slow-answer},
 *     {@code status}, {@code hang}, {@code drop-before}, {@code late-effect}, {@code status-after}, {@code drop-after},
 *     {@code half-body}, {@code cut-body}, {@code html}, {@code error-body}, {@code no-content}, {@code endless-body},
 *     {@code huge-body}), and optionally {@code path} (a prefix), {@code method}, {@code rate} (0 to 1), {@code times},
 *     {@code status} (503), {@code retryAfter} (seconds), {@code retryAfterDate}, {@code minMs}, {@code maxMs},
 *     {@code bytes}. Requests that the limit or the key turns away meet no fault. Delays add up; of the others, the first
 *     that strikes is the only one.
 * </ul>
 */
public final class Simulator {
    private final Vertx vertx;
    private final SimulatorSettings settings;
    private @Nullable String deployment;

    /** A simulator that does nothing yet. {@code vertx} is the caller's and stays open. */
    public Simulator(Vertx vertx, SimulatorSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /**
     * Seeds the company and listens on all addresses.
     *
     * @param port the port; 0 takes any that is free
     * @return the real port; fails if the port is taken
     */
    public Future<Integer> start(int port) {
        Server server = new Server(port);
        return vertx.deployVerticle(server).map(id -> {
            remember(id);
            return server.port();
        });
    }

    /** Stops listening and closes all connections. Does nothing if it is not started. */
    public synchronized Future<Void> close() {
        String id = deployment;
        deployment = null;
        return id == null ? Future.succeededFuture() : vertx.undeploy(id);
    }

    private synchronized void remember(String id) {
        deployment = id;
    }

    private final class Server extends AbstractVerticle {
        private final int wanted;
        private @Nullable World world;
        private @Nullable HttpServer server;

        Server(int wanted) {
            this.wanted = wanted;
        }

        int port() {
            return Objects.requireNonNull(server).actualPort();
        }

        @Override
        public void start(Promise<Void> started) {
            Front front = new Front(this::world, this::later);
            Admin admin = new Admin(this::world, this::found);
            HttpServer listener =
                    super.vertx.createHttpServer(options()).requestHandler(request -> route(request, front, admin));
            server = listener;
            found().compose(founded -> listener.listen(wanted)).<Void>mapEmpty().onComplete(started);
        }

        private void route(HttpServerRequest request, Front front, Admin admin) {
            if (String.valueOf(request.path()).startsWith(Admin.BASE + "/")) {
                admin.handle(request);
            } else {
                front.handle(request);
            }
        }

        /** Builds a company beside the event loop, and then lets requests see it. */
        private Future<Void> found() {
            Callable<Store> build = () -> Company.build(settings);
            return super.vertx.executeBlocking(build).map(store -> {
                world = new World(store, settings, this::later);
                return null;
            });
        }

        private World world() {
            return Objects.requireNonNull(world);
        }

        private void later(long milliseconds, Runnable action) {
            super.vertx.setTimer(milliseconds, timer -> action.run());
        }

        private HttpServerOptions options() {
            return new HttpServerOptions().setMaxInitialLineLength(32 * 1024).setMaxHeaderSize(64 * 1024);
        }
    }
}
