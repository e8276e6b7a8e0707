package io.frontugateway.reads;

import io.frontugateway.catalogue.FieldType;
import io.frontugateway.catalogue.Filter;
import io.frontugateway.catalogue.Identity;
import io.frontugateway.catalogue.Operations;
import io.frontugateway.catalogue.Operations.Content;
import io.frontugateway.catalogue.Operations.ListRead;
import io.frontugateway.catalogue.Operations.Paging;
import io.frontugateway.catalogue.Operations.SingleRead;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.catalogue.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resources without fields: their rows pass as they are. */
final class TestResources {
    static final Set<Identity> BOTH = Set.of(Identity.GUID, Identity.SYSTEM_ID);

    static final ResourceType TASKS = listed(Paging.PAGE_AND_ITEMS);
    static final ResourceType EVALUATIONS = resource(
            "evaluations",
            new Operations(null, single("/evaluations/task", true, BOTH), null, null, null, List.of(), null));
    static final ResourceType FILES = resource(
            "files",
            new Operations(
                    null,
                    single("/files/{guid}", false, Set.of(Identity.GUID)),
                    null,
                    new Content("/files/{guid}/download", Source.DOCUMENTED),
                    null,
                    List.of(),
                    null));

    private TestResources() {}

    static ResourceType listed(Paging paging) {
        var filters = Map.of(
                "status", filter("status", "status"),
                "workspace", filter("workspace", "object"));
        var list =
                new ListRead("/tasks", paging, Source.DOCUMENTED, Source.DOCUMENTED, true, filters, Source.DOCUMENTED);
        return resource(
                "tasks",
                new Operations(
                        list,
                        single("/tasks/details", false, BOTH),
                        single("/tasks/full", false, BOTH),
                        null,
                        null,
                        List.of(),
                        null));
    }

    private static ResourceType resource(String name, Operations operations) {
        return new ResourceType(name, name, "", operations, Map.of());
    }

    private static SingleRead single(String path, boolean answersList, Set<Identity> by) {
        return new SingleRead(path, by, answersList, Source.DOCUMENTED);
    }

    private static Filter filter(String name, String frontuName) {
        return new Filter(name, frontuName, FieldType.STRING, false, true, Source.DOCUMENTED, "");
    }
}
