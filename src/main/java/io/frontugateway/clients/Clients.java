package io.frontugateway.clients;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clients that are known now, and who is who. Safe for use by any thread; a change of the clients file replaces the
 * whole set at once.
 */
public final class Clients {
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Clients::newDigest);

    private volatile List<Registered> registered = List.of();

    Clients(Collection<ClientSettings> clients) {
        replace(clients);
    }

    /**
     * Whose key this is. The digest of what was presented is compared with every digest there is, each in constant time,
     * so that the time an answer takes tells nothing about the keys.
     *
     * @param presentedKey the key in clear, as the request carried it; it is not kept
     */
    public Optional<Client> authenticate(String presentedKey) {
        var presented = sha256(presentedKey);
        Client match = null;
        for (var candidate : registered) {
            if (MessageDigest.isEqual(presented, candidate.digest())) {
                match = candidate.client();
            }
        }
        return Optional.ofNullable(match);
    }

    /** Every client, in the order in which they are written down. */
    public List<Client> all() {
        return registered.stream().map(Registered::client).distinct().toList();
    }

    void replace(Collection<ClientSettings> clients) {
        registered = clients.stream().flatMap(Clients::register).toList();
    }

    static List<ClientSettings> settings(Map<String, ClientConfig> configured) {
        return configured.entrySet().stream()
                .map(client -> ClientSettings.of(client.getKey(), client.getValue()))
                .toList();
    }

    private static Stream<Registered> register(ClientSettings settings) {
        var client = client(settings);
        return settings.digests().stream()
                .map(digest -> new Registered(HexFormat.of().parseHex(digest), client));
    }

    private static Client client(ClientSettings settings) {
        var accounts = new ArrayList<String>();
        accounts.add(settings.account());
        settings.accounts().stream().filter(name -> !accounts.contains(name)).forEach(accounts::add);
        var share = new Client.Share(settings.weight(), settings.guaranteed(), settings.limit(), settings.maxQueued());
        return new Client(
                settings.name(), accounts, new Permissions(java.util.Set.copyOf(settings.permissions())), share);
    }

    /** Every request does this, so each thread keeps the means for it. {@code digest} leaves nothing of a key behind. */
    private static byte[] sha256(String key) {
        return SHA_256.get().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private record Registered(byte[] digest, Client client) {}
}
