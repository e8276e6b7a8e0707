package io.frontugateway.simulator;

import org.jspecify.annotations.Nullable;

/** One state of an entity, never changed. Its JSON is made when first asked for and kept. */
final class Row {
    final Entity entity;
    /** Orders all rows by the moment they were written. */
    final long number;

    final @Nullable String systemId;
    /** Unix seconds of the last change; also shown as {@code updated}. */
    final long version;

    final long created;
    final boolean deleted;
    final @Nullable Object[] values;

    private byte @Nullable [] json;
    private byte @Nullable [] gzip;
    private long quoted;

    Row(
            Entity entity,
            long number,
            @Nullable String systemId,
            long version,
            long created,
            boolean deleted,
            @Nullable Object[] values) {
        this.entity = entity;
        this.number = number;
        this.systemId = systemId;
        this.version = version;
        this.created = created;
        this.deleted = deleted;
        this.values = values;
    }

    @Nullable
    Object get(String field) {
        return values[entity.type.at(field)];
    }

    /** The row as a JSON object. The caller must not change the array. */
    byte[] json() {
        long revisions = revisions();
        byte[] known = json;
        if (known == null || quoted != revisions) {
            known = RowJson.of(this);
            json = known;
            gzip = null;
            quoted = revisions;
        }
        return known;
    }

    /** {@link #json()}, compressed. */
    byte[] gzip() {
        byte[] plain = json();
        byte[] known = gzip;
        if (known == null) {
            known = Gzip.compress(plain);
            gzip = known;
        }
        return known;
    }

    /** Changes whenever an entity that this row quotes does: revisions only grow, so equal sums mean equal parts. */
    private long revisions() {
        long sum = 0;
        for (Object value : values) {
            if (value instanceof Entity other) {
                sum += other.revision;
            } else if (value instanceof CustomValues custom) {
                sum += custom.revisions();
            }
        }
        return sum;
    }
}
