package io.frontugateway.upstream.frontu;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Secret} from configuration. Never fails, since a message would show the value. */
public final class SecretConverter implements Converter<Secret> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Secret convert(String value) {
        return value.isBlank() ? null : new Secret(value.strip());
    }
}
