package io.frontugateway.api;

import io.frontugateway.catalogue.Catalogue;
import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.info.Info;

/**
 * The document at {@code /q/openapi}. It is made from the effective catalogue when it is first asked for, so
 * that an operator's overrides show in it; there is no annotated code that it could be taken from.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class OpenApiDocument implements OASFilter {
    private static final String ABOUT = """
            One normalized API to Frontu. Authenticate with a client key, as `Authorization: Bearer <key>` or `X-Api-Key: <key>`.

            Unset fields are `null`. A value that cannot be read as its type passes unchanged, and so do fields that are not \
            listed here. Numbers keep every digit. `x-source` says on what a field or filter rests: `documented` by Frontu, \
            `inferred` from patterns, or `overridden` by the operator of this gateway. Errors are problem documents (RFC 9457).""";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        describe(Arc.container().instance(Catalogue.class).get(), document);
    }

    /** Writes the whole description into an empty document. */
    static void describe(Catalogue catalogue, OpenAPI document) {
        var components = OASFactory.createComponents();
        OpenApiSecurity.addSchemes(components);
        OpenApiParameters.addTo(components);
        OpenApiSchemas.addTo(components, catalogue);
        OpenApiResponses.addTo(components);
        document.setInfo(info());
        document.setComponents(components);
        document.setSecurity(OpenApiSecurity.either());
        document.setPaths(OpenApiPaths.of(catalogue));
        document.setTags(OpenApiPaths.tags(catalogue));
    }

    private static Info info() {
        return OASFactory.createInfo()
                .title("Frontu Gateway")
                .version(ConfigProvider.getConfig()
                        .getOptionalValue("quarkus.application.version", String.class)
                        .orElse("unknown"))
                .description(ABOUT)
                .license(OASFactory.createLicense()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0"));
    }
}
