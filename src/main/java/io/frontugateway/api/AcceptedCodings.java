package io.frontugateway.api;

import io.frontugateway.cache.Coding;
import io.frontugateway.cache.Finished;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.vertx.core.MultiMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which content coding a request takes, from its {@code Accept-Encoding} (RFC 9110, section 12.5.3).
 *
 * @param wanted what it likes best of what is offered
 * @param identity whether it takes the document as it is, too
 */
record AcceptedCodings(Coding wanted, boolean identity) {
    private static final AcceptedCodings AS_IT_IS = new AcceptedCodings(Coding.IDENTITY, true);
    private static final double NOT_NAMED = -1;

    /** @throws io.frontugateway.problem.ProblemException {@code not-acceptable} when it takes neither gzip nor identity */
    static AcceptedCodings of(MultiMap headers) {
        if (!headers.contains("Accept-Encoding")) {
            return AS_IT_IS;
        }
        var gzip = NOT_NAMED;
        var identity = NOT_NAMED;
        var others = NOT_NAMED;
        for (var element : Elements.of(headers.getAll("Accept-Encoding"))) {
            var parts = Elements.parts(element);
            switch (parts.isEmpty() ? "" : parts.get(0).toLowerCase(Locale.ROOT)) {
                case "gzip", "x-gzip" -> gzip = weight(parts.size() > 1 ? parts.get(1) : null);
                case "identity" -> identity = weight(parts.size() > 1 ? parts.get(1) : null);
                case "*" -> others = weight(parts.size() > 1 ? parts.get(1) : null);
                default -> {
                    // A coding that is not offered here.
                }
            }
        }
        return of(named(gzip, others, 0), named(identity, others, NOT_NAMED));
    }

    /**
     * The document in the best coding.
     *
     * <p>Slow for a long document that has not been compressed yet, see {@link #isSlow}.
     */
    Finished.Form in(Finished document) {
        return identity ? document.in(wanted) : document.compressed();
    }

    /** Whether {@link #in} takes so long that it must not be called on an event loop. */
    boolean isSlow(Finished document) {
        return document.isSlow(wanted);
    }

    /** Identity that is not named is taken, but liked less than what is. */
    private static AcceptedCodings of(double gzip, double identity) {
        if (gzip > 0 && gzip >= identity) {
            return new AcceptedCodings(Coding.GZIP, identity != 0);
        }
        if (identity == 0) {
            throw Problem.of(
                            Reason.NOT_ACCEPTABLE,
                            "This is offered plain or compressed by gzip; Accept-Encoding rules both out.")
                    .asException();
        }
        return AS_IT_IS;
    }

    private static double named(double weight, double others, double unnamed) {
        if (weight != NOT_NAMED) {
            return weight;
        }
        return others != NOT_NAMED ? others : unnamed;
    }

    /** The weight of a parameter {@code q=0.5}; what is no weight rules the coding out. */
    private static double weight(@Nullable String parameter) {
        if (parameter == null) {
            return 1;
        }
        if (!parameter.regionMatches(true, 0, "q=", 0, 2) || parameter.length() > 7) {
            return 0;
        }
        try {
            var weight = Double.parseDouble(parameter.substring(2));
            return weight >= 0 && weight <= 1 ? weight : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
