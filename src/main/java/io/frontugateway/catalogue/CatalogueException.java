package io.frontugateway.catalogue;

import java.util.List;

/** The catalogue cannot be used. The message has one line a fault: file, line, where in it, what is wrong, what is allowed. */
public final class CatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> faults;

    CatalogueException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** The faults, one line each; never empty. */
    public List<String> faults() {
        return faults;
    }
}
