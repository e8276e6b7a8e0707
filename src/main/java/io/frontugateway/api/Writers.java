package io.frontugateway.api;

import io.frontugateway.queue.Submission.Submitter;
import io.frontugateway.writes.Writer;

/** On whose behalf a request writes. */
final class Writers {
    private Writers() {}

    static Writer of(Exchange exchange, WritePreferences preferences) {
        return new Writer(
                exchange.account(), submitter(exchange), IdempotencyKey.of(exchange.request()), preferences.mayMerge());
    }

    private static Submitter submitter(Exchange exchange) {
        var client = exchange.client();
        return new Submitter(
                client.name(), client.share().weight(), client.share().maxQueued());
    }
}
