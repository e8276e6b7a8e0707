package io.frontugateway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontugateway.queue.Operation.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The queue as it would be on one machine that never fails, with everything looked through at every question, so that it is
 * plainly right. It says which claims are right; it does not say which of several is to be preferred.
 */
final class PlainQueue {
    /** Items of each resource; item 3 has the guid g3 and the systemId s3. */
    static final int ITEMS = 4;

    private final Map<String, Write> writes = new TreeMap<>();
    private final Map<String, Held> claims = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    private static final class Write {
        final String id;
        final long sequence;
        final String resource;
        final String name;
        final String client;
        final boolean neverTwice;
        final String parent;
        State state = State.QUEUED;
        boolean sent;
        boolean open;
        boolean alone;
        boolean onceMore;
        List<String> together = List.of();

        Write(
                String id,
                long sequence,
                String resource,
                String name,
                String client,
                boolean neverTwice,
                String parent) {
            this.id = id;
            this.sequence = sequence;
            this.resource = resource;
            this.name = name;
            this.client = client;
            this.neverTwice = neverTwice;
            this.parent = parent;
        }

        void separate() {
            alone = true;
            together = List.of();
        }

        boolean isPending() {
            return state == State.QUEUED || state == State.SENDING;
        }
    }

    private record Held(String owner, List<String> ids) {}

    void accept(
            String id, long sequence, String resource, String name, String client, boolean neverTwice, String parent) {
        writes.put(id, new Write(id, sequence, resource, name, client, neverTwice, parent));
    }

    /** A claim was given out: it must be of the first writes of an entity that nothing of is under way. */
    void claimed(String token, String owner, List<String> ids) {
        var lead = write(ids.get(0));
        assertThat(claimable()).as("may be sent").contains(entity(lead));
        var before = lead.together;
        if (lead.open && !before.isEmpty()) {
            assertThat(ids).as("as it was sent before").isEqualTo(before);
            before.forEach(id -> write(id).onceMore |= isBehindOthers(id, before));
        } else {
            assertThat(first(lead, ids.size())).as("in order").isEqualTo(ids);
            if (before.equals(first(lead, before.size()))) {
                assertThat(before.isEmpty() || before.equals(ids))
                        .as("sent together once, always together")
                        .isTrue();
            } else {
                before.stream().map(this::write).forEach(Write::separate);
            }
        }
        if (ids.size() > 1 && !before.equals(ids)) {
            assertMergeable(lead, ids);
        }
        if (ids.size() > 1) {
            ids.forEach(id -> write(id).together = ids);
        }
        ids.forEach(id -> write(id).state = State.SENDING);
        claims.put(token, new Held(owner, ids));
    }

    private List<String> first(Write lead, int count) {
        return pending(entity(lead)).limit(count).map(write -> write.id).toList();
    }

    /** Whether a write of the same entity that was not sent with it belongs before it. */
    private boolean isBehindOthers(String id, List<String> together) {
        var write = write(id);
        return pending(entity(write))
                .anyMatch(other -> other.sequence < write.sequence && !together.contains(other.id));
    }

    private void assertMergeable(Write lead, List<String> ids) {
        var all = ids.stream().map(this::write).toList();
        assertThat(all).allMatch(write -> !write.sent && !write.alone);
        assertThat(all).allMatch(write -> write.name.equals(lead.name) && write.client.equals(lead.client));
        assertThat(all).allMatch(write -> !isBlocked(write));
        assertThat(all).noneMatch(write -> write.neverTwice);
    }

    /** Entities whose first write may be sent. */
    Set<String> claimable() {
        var found = new HashSet<String>();
        writes.values().stream()
                .filter(Write::isPending)
                .map(this::entity)
                .distinct()
                .forEach(entity -> {
                    var first = pending(entity).findFirst().orElseThrow();
                    boolean underWay = pending(entity).anyMatch(write -> write.state == State.SENDING);
                    if (!underWay && !isBlocked(first)) {
                        found.add(entity);
                    }
                });
        return found;
    }

    private boolean isBlocked(Write write) {
        return !write.parent.isEmpty()
                && pending(entity("clients", write.parent)).anyMatch(other -> other.sequence < write.sequence);
    }

    boolean holds(String token) {
        return claims.containsKey(token);
    }

    void settled(String token, QueueModelPropertyTest.Kind kind) {
        var ids = Objects.requireNonNull(claims.remove(token)).ids();
        var all = ids.stream().map(this::write).toList();
        switch (kind) {
            case DONE -> {
                all.forEach(PlainQueue::done);
                learned(all.get(0).resource, item(ids.get(0)));
            }
            case REFUSED -> refused(all);
            case UNSENT -> unsent(all);
            default -> again(all, kind == QueueModelPropertyTest.Kind.OPEN);
        }
    }

    private static void done(Write write) {
        write.state = write.onceMore ? State.QUEUED : State.DONE;
        if (write.onceMore) {
            write.separate();
            write.sent = true;
            write.onceMore = false;
        }
    }

    private static void refused(List<Write> all) {
        all.forEach(write -> {
            write.state = all.size() > 1 ? State.QUEUED : State.DEAD;
            write.separate();
            write.onceMore = false;
        });
    }

    private static void unsent(List<Write> all) {
        all.forEach(write -> {
            write.state = State.QUEUED;
            if (!all.get(0).sent) {
                write.together = List.of();
            }
        });
    }

    private static void again(List<Write> all, boolean open) {
        all.forEach(write -> {
            write.state = State.QUEUED;
            write.sent = true;
            write.open |= open;
        });
    }

    void expired(String owner) {
        var lost = claims.entrySet().stream()
                .filter(claim -> claim.getValue().owner().equals(owner))
                .toList();
        for (var claim : lost) {
            claims.remove(claim.getKey());
            again(claim.getValue().ids().stream().map(this::write).toList(), true);
        }
    }

    boolean cancelled(String id) {
        var write = write(id);
        if (write.state != State.QUEUED || !write.together.isEmpty()) {
            return false;
        }
        write.state = State.CANCELLED;
        return true;
    }

    boolean replayed(String id, boolean force) {
        var write = write(id);
        boolean newer = writes.values().stream()
                .filter(other -> entity(other).equals(entity(write)) && other.sequence > write.sequence)
                .anyMatch(other -> other.state == State.DONE || other.state == State.SENDING);
        if (write.state != State.DEAD || newer && !force) {
            return false;
        }
        write.state = State.QUEUED;
        write.sent = true;
        write.open = false;
        write.alone = true;
        return true;
    }

    void learned(String resource, int item) {
        known.add(resource + item);
    }

    Optional<String> pick(int which) {
        var ids = new ArrayList<>(writes.keySet());
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(which % ids.size()));
    }

    TreeSet<String> in(State state) {
        var ids = new TreeSet<String>();
        writes.values().stream().filter(write -> write.state == state).forEach(write -> ids.add(write.id));
        return ids;
    }

    boolean isDrained() {
        return writes.values().stream().noneMatch(Write::isPending);
    }

    int item(String id) {
        return write(id).name.charAt(1) - '0';
    }

    private Stream<Write> pending(String entity) {
        return writes.values().stream()
                .filter(write -> write.isPending() && entity(write).equals(entity))
                .sorted(Comparator.comparingLong(write -> write.sequence));
    }

    private String entity(Write write) {
        return entity(write.resource, write.name);
    }

    /** One name each, until it is known that two are of one item. */
    private String entity(String resource, String name) {
        var item = name.substring(1);
        return known.contains(resource + item) ? resource + ":" + item : resource + ":" + name;
    }

    private Write write(String id) {
        return QueueRig.there(writes.get(id));
    }
}
