package io.frontugateway.redis;

/**
 * Every key in Redis: its name, type, writer and expiry, or why it has none. What stands between braces is the hash tag: all
 * keys of one script share one, so that a Redis Cluster keeps them together. Only cache entries and the last hour expire by
 * themselves; a policy that evicts keys with an expiry can then forget nothing that was promised.
 *
 * <p>The quota, {@code fg:{q:<egress>}:…}, written by {@code quota.LedgerScripts}. None expires: what was sent must not be
 * forgotten before it has stopped to count.
 *
 * <table>
 * <caption>quota</caption>
 * <tr><td>{@code slots}</td><td>sorted set: slot → ms of ledger time at which it frees; as many as the limit at most</td></tr>
 * <tr><td>{@code flight}</td><td>sorted set: slot not yet settled → when it was taken</td></tr>
 * <tr><td>{@code state}</td><td>hash: format, incarnation, Redis' run id, effective settings, gate, counters</td></tr>
 * <tr><td>{@code clients}</td><td>hash: use, virtual time and counts of each client</td></tr>
 * <tr><td>{@code waiting}</td><td>sorted set: calls that wait, in the order of class, client and age</td></tr>
 * <tr><td>{@code shares}</td><td>hash: client → weight, guaranteed, limit</td></tr>
 * <tr><td>{@code members}</td><td>sorted set: replica → when it was last heard of; swept when nothing of it counts</td></tr>
 * <tr><td>{@code missing}</td><td>sorted set: replica that has not reported since a loss → until when that matters</td></tr>
 * <tr><td>{@code settings}</td><td>hash: replica → its limit, window and reserve</td></tr>
 * <tr><td>{@code reserve}</td><td>sorted set: part of the reserve → until when it counts</td></tr>
 * <tr><td>{@code hints}</td><td>a channel, no key: that it may be worth asking</td></tr>
 * </table>
 *
 * <p>Last hour ({@code history}), hash tag {@code h}:
 *
 * <ul>
 *   <li>{@code fg:{h}:<half minutes since 1970>}: hash of what all replicas saw in that half minute, written by
 *       {@code history-note.lua}. Expires after 65 minutes, and may be evicted before: it is for charts only.
 * </ul>
 */
public final class RedisKeys {
    /**
     * Cache: entries, {@code fg:c:<account>:<resource>:{<family>}:<member>}, strings with an expiry, written by the cache; and
     * beside each, while it is fetched, {@code …:flight}, a hash with an expiry that says who fetches it. Families are digests
     * of filters, so that keys stay short whatever callers send.
     */
    public static String cacheEntry(String account, String resource, String family, String member) {
        return "fg:c:" + account + ":" + resource + ":{" + family + "}:" + member;
    }

    /**
     * Cache: sorted set of the entries' keys by when they expire. Written by the cache; no expiry, since what has expired is
     * swept from it.
     */
    public static final String CACHE_INDEX = "fg:{c}:index";

    /** Cache: hash of the entries' sizes in bytes, and {@code total}. Written and swept with {@link #CACHE_INDEX}. */
    public static final String CACHE_SIZES = "fg:{c}:sizes";

    /**
     * Cache: hash of each resource's generation, replaced by whoever has done a write. No expiry: a generation that is
     * forgotten would make old answers look right; it holds one field a resource.
     */
    public static String generations(String account) {
        return "fg:{g:" + account + "}";
    }

    private RedisKeys() {}

    /** A key of the quota behind one public address. */
    public static String quota(String egress, String part) {
        return "fg:{q:" + egress + "}:" + part;
    }

    // ---- the write queue: written by its scripts only; nothing of it expires by itself, writes-sweep takes out what
    // is old

    /**
     * The accept sequence of an account's writes, a counter that never goes back. All other keys of the queue begin with the
     * same {@code fg:{w:<account>}:}, and follow here.
     *
     * <pre>
     * state                hash        format, load in number and bytes, in all and by client, weights and turns of clients,
     *                                  why nothing is sent, counters of claims and entities
     * op:&lt;id&gt;              hash        an operation; until 24 h after it is over, a dead one 30 d
     * body:&lt;id&gt;            string      what it sends; until it is over, of a dead one 30 d
     * answer:&lt;id&gt;          string      Frontu's answer as it came, where that is kept; as long as the operation
     * box:&lt;res&gt;:&lt;n&gt;         sorted set  operations of an entity that are not over, by accept sequence
     * ent:&lt;res&gt;:&lt;n&gt;         hash        an entity: its names, what is under way, what is remembered of it; see writes.lua
     * alias:&lt;res&gt;          hash        name of an entity (g:&lt;guid&gt;, s:&lt;systemId&gt;, o:&lt;id&gt;) to its number
     * pairs:&lt;000-fff&gt;      hash        digest of resource and guid to the systemId shown with it last, 128 each at most
     * entities             sorted set  entities by when they may be forgotten
     * kept:&lt;res&gt;:&lt;n&gt;        sorted set  done operations that may have to be sent again, with keptbody:&lt;id&gt;, minutes
     * ready:&lt;client&gt;       sorted set  entities with a write to send, by its sequence
     * turn                 sorted set  clients with such entities, by their turn
     * delayed              sorted set  entities whose next write is due later, by that time
     * waiting:&lt;res&gt;:&lt;n&gt;     sorted set  entities that wait for this one, by the sequence of their first operation
     * awaited, wake        sets        entities that others wait for, and those of them that may let some go
     * waiters:&lt;res&gt;:&lt;n&gt;     set         what waiting:… was before; only read, as long as there is one
     * lease                hash        replica to its beat
     * claim:&lt;n&gt;            hash        what a replica is sending; claims:&lt;replica&gt; a sorted set of them
     * pause                hash        while Frontu does not take the account's key
     * all, of:&lt;client&gt;, st:&lt;state&gt;     sorted sets of operations by sequence, for lists
     * sweep                sorted set  operations by when they are forgotten
     * idem, idemof         sorted set and hash  idempotency keys of a client by their end, and what they stand for; 24 h
     * </pre>
     */
    public static String writes(String account) {
        return "fg:{w:" + account + "}:seq";
    }
}
