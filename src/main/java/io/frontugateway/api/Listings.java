package io.frontugateway.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.frontugateway.cache.ReadCache.Listing;
import java.util.function.Supplier;

/**
 * Lists that were asked for before, by the address as it came: to read and check its parameters, and to make a key of them,
 * costs as much as the rest of an answer from memory. What an address means depends on the account and on what stands fast
 * from the start on. Safe for use by any thread.
 */
final class Listings {
    private static final int MOST = 2000;

    /** Few addresses are longer, and those that are shall not take the room of others. */
    private static final int LONGEST = 512;

    private final Cache<Address, Listing> known =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private record Address(String account, String uri) {}

    /** @param read what the address means; may refuse it, by a {@code ProblemException} */
    Listing of(String account, String uri, Supplier<Listing> read) {
        if (uri.length() > LONGEST) {
            return read.get();
        }
        var address = new Address(account, uri);
        var before = known.getIfPresent(address);
        if (before != null) {
            return before;
        }
        var listing = read.get();
        known.put(address, listing);
        return listing;
    }
}
