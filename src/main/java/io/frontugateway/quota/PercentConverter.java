package io.frontugateway.quota;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Percent} from configuration. */
public final class PercentConverter implements Converter<Percent> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Percent convert(String value) {
        return value.isBlank() ? null : Percent.parse(value);
    }
}
