package io.frontugateway.api;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** The ways in which a client shows its key, as OpenAPI spells them. */
final class OpenApiSecurity {
    private static final String BEARER = "bearer";
    private static final String HEADER = "apiKey";
    private static final String QUERY = "accessToken";

    private OpenApiSecurity() {}

    static void addSchemes(Components components) {
        components
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A client key."))
                .addSecurityScheme(HEADER, key(SecurityScheme.In.HEADER, "X-Api-Key"))
                .addSecurityScheme(QUERY, key(SecurityScheme.In.QUERY, PassthroughApi.ACCESS_TOKEN));
    }

    /** One of the two headers, not both. */
    static List<SecurityRequirement> either() {
        return List.of(requirement(BEARER), requirement(HEADER));
    }

    /** The headers, or the query parameter that programs written for Frontu may use. */
    static List<SecurityRequirement> anyOfThree() {
        return List.of(requirement(BEARER), requirement(HEADER), requirement(QUERY));
    }

    private static SecurityScheme key(SecurityScheme.In in, String name) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(in)
                .name(name)
                .description("A client key.");
    }

    private static SecurityRequirement requirement(String scheme) {
        return OASFactory.createSecurityRequirement().addScheme(scheme);
    }
}
