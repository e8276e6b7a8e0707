package io.frontugateway.upstream.frontu;

import org.jspecify.annotations.Nullable;

/** Why accounts cannot be opened: a line for each fault, with the setting, what is wrong, and an example. */
public final class InvalidAccountException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidAccountException(String lines, @Nullable Throwable cause) {
        super(lines, cause);
    }
}
