package io.frontugateway.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A part of a whole, written {@code 30%} or {@code 2.5%}: from 0 to 100. */
public record Percent(BigDecimal value) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Percent {
        if (value.signum() < 0 || value.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("must be from 0% to 100%");
        }
    }

    /**
     * Reads {@code 30%}; spaces around and before the sign are allowed, the sign is not optional.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static Percent parse(String text) {
        var trimmed = text.trim();
        if (!trimmed.endsWith("%")) {
            throw new IllegalArgumentException("must be a percentage such as 30%");
        }
        try {
            return new Percent(
                    new BigDecimal(trimmed.substring(0, trimmed.length() - 1).trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a percentage such as 30%", e);
        }
    }

    /** This part of a whole, rounded down. */
    public int of(int whole) {
        return value.multiply(BigDecimal.valueOf(whole))
                .divide(HUNDRED, 0, RoundingMode.FLOOR)
                .intValueExact();
    }

    /** As it is written in a setting. */
    @Override
    public String toString() {
        return value.toPlainString() + "%";
    }
}
