package io.frontugateway.ops;

import java.util.List;

/** Why the gateway does not start, in lines for the operator: each names the setting, what is wrong and an example. */
final class StartFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFault(List<String> lines) {
        super(String.join("\n", lines), null, false, false);
    }

    StartFault(String line) {
        this(List.of(line));
    }
}
