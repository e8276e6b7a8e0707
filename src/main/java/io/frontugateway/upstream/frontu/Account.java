package io.frontugateway.upstream.frontu;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One Frontu account, ready to be asked: its host, its key, its limits and its connections. Prints without the key. */
public final class Account {
    private static final int MAX_STATUS_LINE = 4096;
    private static final int MAX_HEADERS = 32 * 1024;
    // Below the 60 seconds after which common load balancers drop a connection that is not used.
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

    private final String name;
    private final URI base;
    private final String basePath;
    private final AccountConfig config;
    private final KeySource key;
    private final HttpClient client;

    Account(Vertx vertx, String name, AccountConfig config, Outbound outbound) {
        this.name = name;
        this.config = config;
        this.base = URI.create(config.baseUrl().orElseThrow().strip());
        this.basePath = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
        this.client = vertx.createHttpClient(options(outbound), pool());
        this.key = config.apiKeyFile()
                .<KeySource>map(file -> new KeyFile(vertx, name, file))
                .orElseGet(() -> KeySource.fixed(config.apiKey().orElseThrow()));
    }

    /** Its name in the settings. */
    public String name() {
        return name;
    }

    /** Time until the head of an answer must be in. */
    public Duration timeout() {
        return config.timeout();
    }

    /** Time that reading one body may take. */
    public Duration transferTimeout() {
        return config.transferTimeout();
    }

    /** Rows asked for in one page. */
    public int pageSize() {
        return config.pageSize();
    }

    /** Requests under way at once. */
    public int maxConcurrency() {
        return config.maxConcurrency();
    }

    /** The largest document that is read, in bytes after decompression. */
    public long maxAnswerBytes() {
        return config.maxAnswerBytes().asLongValue();
    }

    /** Counts the keys that it has had. */
    public long keyGeneration() {
        return key.generation();
    }

    boolean isSecure() {
        return base.getScheme().equalsIgnoreCase("https");
    }

    String host() {
        return base.getHost();
    }

    int port() {
        return base.getPort() > 0 ? base.getPort() : isSecure() ? 443 : 80;
    }

    /** Path of the base URL without a slash at its end, empty in most cases. */
    String basePath() {
        return basePath;
    }

    KeySource key() {
        return key;
    }

    HttpClient client() {
        return client;
    }

    void close() {
        key.close();
        client.close();
    }

    private HttpClientOptions options(Outbound outbound) {
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setSsl(isSecure())
                .setVerifyHost(true)
                .setKeepAlive(true)
                .setPipelining(false)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) min(config.timeout(), MAX_CONNECT).toMillis())
                // A safety net only: a caller that reads slowly keeps a connection idle for good reasons.
                .setIdleTimeout(
                        (int) config.timeout().plus(config.transferTimeout()).toSeconds() + 60)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setDecompressionSupported(true)
                .setMaxRedirects(0)
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setMaxHeaderSize(MAX_HEADERS);
        outbound.apply(name, config, options);
        return options;
    }

    // Twice as many connections as calls: those that are still closing or still connecting for a call that was given up
    // must not make the next call wait.
    private PoolOptions pool() {
        return new PoolOptions()
                .setHttp1MaxSize(config.maxConcurrency() * 2)
                .setMaxWaitQueueSize(config.maxConcurrency());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public String toString() {
        return name + " (" + base.getScheme() + "://" + base.getRawAuthority() + basePath + ")";
    }
}
