package io.frontugateway.testing;

import io.frontugateway.simulator.Simulator;
import io.frontugateway.simulator.SimulatorSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the gateway under test talks to: account {@code default} is the simulator, account {@code faulty} a Frontu that
 * misbehaves as a test tells it to, account {@code gone} a port where nothing listens. All tests share one gateway.
 */
public final class TestFrontu implements QuarkusTestResourceLifecycleManager {
    /** A client with every permission, which may use every account. */
    public static final String KEY = "key-of-tester";

    /** A client that may read clients and nothing else. */
    public static final String LIMITED_KEY = "key-of-limited";

    /** A client that may read and write clients and places, and nothing else. */
    public static final String WRITER_KEY = "key-of-writer";

    /** A client of the account {@code gone} that may have one write queued. */
    public static final String NARROW_KEY = "key-of-narrow";

    /** A client with every permission whose only account is one that misbehaves. */
    public static final String FAULTY_KEY = "key-of-faulty";

    /** Frontu's keys, which must never be seen anywhere but at Frontu. */
    public static final String SIMULATOR_KEY = "simulator-key";

    public static final String FRONTU_KEY = "frontu-key-that-stays-secret";

    private static int simulatorPort;
    private static Path folder;
    private static FaultyFrontu faulty;

    private Vertx vertx;
    private Simulator simulator;

    /** A request to the simulator itself, with Frontu's key. */
    public static RequestSpecification simulator() {
        return RestAssured.given()
                .baseUri("http://localhost")
                .port(simulatorPort)
                .header("Authorization", "Bearer " + SIMULATOR_KEY);
    }

    /** The Frontu behind the account {@code faulty}. */
    public static FaultyFrontu faulty() {
        return faulty;
    }

    /** The file with the key of the account {@code rotating}, behind which is {@link #faulty()}. */
    public static Path keyFile() {
        return folder.resolve("frontu-key");
    }

    /** The file with further clients, so far {@code rotating}. */
    public static Path clientsFile() {
        return folder.resolve("clients.yaml");
    }

    /** A request to the gateway, by the client that may do everything. */
    public static RequestSpecification gateway() {
        return gateway(KEY);
    }

    /** A request to the gateway, in front of the Frontu that misbehaves. */
    public static RequestSpecification gatewayToFaulty() {
        return gateway().header("Frontu-Account", "faulty");
    }

    /** A request to the gateway with the given key. Paths are sent as they are written. */
    public static RequestSpecification gateway(String key) {
        return RestAssured.given().urlEncodingEnabled(false).header("Authorization", "Bearer " + key);
    }

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        simulator = new Simulator(vertx, SimulatorSettings.defaults());
        simulatorPort =
                simulator.start(0).toCompletionStage().toCompletableFuture().join();
        faulty = FaultyFrontu.start(vertx);
        var settings = new HashMap<String, String>();
        account(settings, "default", "http://localhost:" + simulatorPort, SIMULATOR_KEY);
        account(settings, "faulty", faulty.url(), FRONTU_KEY);
        settings.put("gateway.accounts.faulty.timeout", "1s");
        settings.put("gateway.accounts.faulty.max-answer-bytes", "4M");
        account(settings, "gone", "http://localhost:1", FRONTU_KEY);
        files(settings);
        // Tests of single answers must not see one another's; the cache has tests of its own.
        settings.put("gateway.cache.ttl", "0s");
        settings.put("gateway.cache.grace", "0s");
        settings.put("gateway.cache.stale-if-error", "0s");
        settings.put("gateway.cache.full-refresh", "1ms");
        // All tests share one gateway, and most are not about its quota.
        settings.put("gateway.quota.limit", "100000");
        settings.put("gateway.quota.min-gap", "0s");
        // A busy machine is no Redis out of reach.
        settings.put("gateway.redis.timeout", "5s");
        // Fresh all the time; stale all the time, but within grace; and stale beyond it: told apart without waiting.
        cached(settings, "equipment", "1h", "0s", "0s");
        cached(settings, "materials", "1ms", "1h", "0s");
        cached(settings, "standardized-works", "1ms", "0s", "1h");
        client(settings, "tester", KEY, "*:read,*:write,passthrough,operate");
        settings.put("gateway.clients.tester.accounts", "default,faulty,gone");
        client(settings, "limited", LIMITED_KEY, "clients:read");
        client(settings, "writer", WRITER_KEY, "clients:read,clients:write,places:write");
        client(settings, "narrow", NARROW_KEY, "*:write");
        settings.put("gateway.clients.narrow.account", "gone");
        settings.put("gateway.clients.narrow.max-queued", "1");
        client(settings, "faulty", FAULTY_KEY, "*:read,passthrough");
        settings.put("gateway.clients.faulty.account", "faulty");
        return settings;
    }

    private static void files(Map<String, String> settings) {
        try {
            folder = Files.createTempDirectory("frontu-gateway-test");
            Files.writeString(keyFile(), "key-1");
            Files.writeString(
                    clientsFile(),
                    "clients: {rotating: {account: rotating, key-sha256: [" + digest("client-1") + "]}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("gateway.accounts.rotating.base-url", faulty.url());
        settings.put("gateway.accounts.rotating.api-key-file", keyFile().toString());
        settings.put("gateway.clients-file", clientsFile().toString());
    }

    @Override
    public void stop() {
        faulty.close();
        simulator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The digest under which a client's key is configured. */
    public static String digest(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void account(Map<String, String> settings, String name, String url, String key) {
        settings.put("gateway.accounts." + name + ".base-url", url);
        settings.put("gateway.accounts." + name + ".api-key", key);
    }

    private static void cached(
            Map<String, String> settings, String resource, String ttl, String grace, String staleIfError) {
        var prefix = "gateway.cache.resources." + resource + ".";
        settings.put(prefix + "ttl", ttl);
        settings.put(prefix + "grace", grace);
        settings.put(prefix + "stale-if-error", staleIfError);
        settings.put(prefix + "full-refresh", "1h");
    }

    private static void client(Map<String, String> settings, String name, String key, String permissions) {
        settings.put("gateway.clients." + name + ".key-sha256", digest(key));
        settings.put("gateway.clients." + name + ".permissions", permissions);
    }
}
