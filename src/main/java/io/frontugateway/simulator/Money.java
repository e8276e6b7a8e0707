package io.frontugateway.simulator;

import java.math.BigDecimal;

/** Amounts of the seeded company. */
final class Money {
    private Money() {}

    static BigDecimal cents(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** With 21 % on top. */
    static BigDecimal withVat(long cents) {
        return cents(cents + Math.round(cents * 0.21));
    }
}
