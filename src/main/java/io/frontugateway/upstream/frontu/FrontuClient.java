package io.frontugateway.upstream.frontu;

import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.upstream.Attempt;
import io.frontugateway.upstream.Call;
import io.frontugateway.upstream.Reply;
import io.frontugateway.upstream.Slot;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The one class that sends requests to Frontu. One attempt sends one request at most, and only with a slot: no redirect is
 * followed, nothing is repeated. The account's timeout covers connecting and waiting for the head.
 */
public final class FrontuClient implements Attempt {
    /** What a caller's header must not decide. */
    private static final Set<String> OURS = Set.of(
            "authorization",
            "proxy-authorization",
            "x-api-key",
            "cookie",
            "host",
            "connection",
            "te",
            "upgrade",
            "expect",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
            "user-agent");

    private static final Logger LOG = Logger.getLogger(FrontuClient.class);

    private final Vertx vertx;
    private final Accounts accounts;
    private final String userAgent;

    /**
     * Makes the client.
     *
     * @param version the gateway's, sent as {@code User-Agent: frontu-gateway/<version>}
     */
    public FrontuClient(Vertx vertx, Accounts accounts, String version) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.userAgent = "frontu-gateway/" + version;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The reply arrives on the context of whoever subscribes. The slot is given back when nothing was sent, settled
     * when the head of an answer is in, and otherwise left to free itself.
     */
    @Override
    public Uni<Reply> attempt(Call call, Slot slot) {
        return Uni.createFrom().emitter(caller -> {
            try {
                begin(call, slot, caller);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Account %s: a request to Frontu could not be made.", call.account());
                slot.giveBack();
                var problem = Problem.of(Reason.INTERNAL, "The gateway failed to ask Frontu.");
                caller.complete(new Reply.Failed(problem, Reply.Sent.NO));
            }
        });
    }

    private void begin(Call call, Slot slot, UniEmitter<? super Reply> caller) {
        var account = accounts.get(call.account());
        var key = account.key().current();
        new Exchange(vertx, account, key, call, slot, caller).start(request(account, key, call));
    }

    private RequestOptions request(Account account, Secret key, Call call) {
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method().name()))
                .setSsl(account.isSecure())
                .setHost(account.host())
                .setPort(account.port())
                .setURI(account.basePath() + call.target())
                .setTraceOperation(call.method() + " " + call.resource())
                .setFollowRedirects(false)
                .setHeaders(headers(key, call));
    }

    private MultiMap headers(Secret key, Call call) {
        boolean document = call.shape() == Call.Shape.DOCUMENT;
        var headers = MultiMap.caseInsensitiveMultiMap();
        headers.set("Accept", document ? "application/json" : "*/*");
        if (call.body() != null) {
            headers.set("Content-Type", "application/json");
        }
        call.headers().forEach((name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.set(name, value);
            }
        });
        return headers.set("Accept-Encoding", document ? "gzip" : "identity")
                .set("User-Agent", userAgent)
                .set("Authorization", "Bearer " + key.reveal());
    }
}
