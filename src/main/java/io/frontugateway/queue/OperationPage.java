package io.frontugateway.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations, the newest first.
 *
 * @param items the operations; fewer than asked for, also none, when many had to be looked at to find them
 * @param next where the following page begins; null where there is none
 */
public record OperationPage(List<Operation> items, @Nullable String next) {
    public OperationPage {
        items = List.copyOf(items);
    }
}
