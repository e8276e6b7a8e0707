package io.frontugateway.api;

import io.smallrye.mutiny.Uni;

/** Answers one kind of request. A refusal is a failure with a {@code ProblemException}, thrown or in the {@code Uni}. */
@FunctionalInterface
interface Endpoint {
    Uni<Answer> answer(Exchange exchange);
}
