package io.frontugateway.clients;

import java.util.List;
import java.util.OptionalInt;

/**
 * One client as it was written down, not yet checked.
 *
 * @param name its name
 * @param where what its settings begin with in the place where it stands, for messages: {@code gateway.clients.billing}
 * @param digests SHA-256 digests of its keys, as text
 */
record ClientSettings(
        String name,
        String where,
        List<String> digests,
        String account,
        List<String> accounts,
        List<String> permissions,
        int weight,
        int guaranteed,
        OptionalInt limit,
        int maxQueued) {

    static ClientSettings of(String name, ClientConfig config) {
        return new ClientSettings(
                name,
                "gateway.clients." + name,
                config.keySha256().orElse(List.of()),
                config.account(),
                config.accounts().orElse(List.of()),
                config.permissions(),
                config.weight(),
                config.guaranteed(),
                config.limit(),
                config.maxQueued());
    }
}
