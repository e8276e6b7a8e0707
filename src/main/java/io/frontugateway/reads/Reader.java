package io.frontugateway.reads;

import java.time.Duration;

/**
 * On whose behalf Frontu is asked.
 *
 * @param account name of the Frontu account that is read
 * @param client name of the client that the slots are counted for
 * @param maxWait longest time that one read may wait for slots of the quota, over all the pages it needs
 * @param pageSize rows asked for in one of Frontu's pages, where Frontu lets one choose; at least 1
 */
public record Reader(String account, String client, Duration maxWait, int pageSize) {
    public Reader {
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize must be at least 1");
        }
    }
}
