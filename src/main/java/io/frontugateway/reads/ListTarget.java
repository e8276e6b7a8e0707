package io.frontugateway.reads;

import io.frontugateway.catalogue.Operations.ListRead;
import io.frontugateway.catalogue.Operations.Paging;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import java.util.function.Supplier;

/**
 * A list as Frontu is asked for it, page by page.
 *
 * @param base path and query without what pages are asked for with; a new one at each call
 * @param paging which parameters say the page
 * @param pageSize rows to ask for in a page, where that can be said
 */
record ListTarget(Supplier<Target> base, Paging paging, int pageSize) {
    /** What Frontu sends in a page where nobody says how many. */
    private static final int FRONTUS_PAGE_SIZE = 100;

    /** The list of a query. */
    static ListTarget of(String base, ListQuery query, ListRead list, int pageSize) {
        return new ListTarget(() -> narrowed(base, query, list), list.paging(), pageSize);
    }

    /** How many rows a full page has. */
    int asked() {
        return paging == Paging.PAGE_AND_ITEMS ? pageSize : FRONTUS_PAGE_SIZE;
    }

    /** What to send for one page. */
    String page(int page) {
        var target = base.get();
        // Where no parameter is known but Frontu says that more follows, its usual one is the only way on.
        if (paging != Paging.NONE || page > 1) {
            target.with("page", page);
        }
        if (paging == Paging.PAGE_AND_ITEMS) {
            target.with("items", pageSize);
        }
        return target.toString();
    }

    private static Target narrowed(String base, ListQuery query, ListRead list) {
        var target = Target.of(base + list.path());
        var since = query.updatedSince();
        // Strictly greater, so one second less; 0 is what Frontu takes where nothing is said.
        if (since != null && list.version() != null && since > 1) {
            target.with("version", since - 1);
        }
        var until = query.updatedUntil();
        // Strictly lower; 0 would mean no bound, and one beyond all numbers is none.
        if (until != null && list.versionTo() != null && until >= 0 && until < Long.MAX_VALUE) {
            target.with("versionTo", until + 1);
        }
        query.filters().forEach((name, value) -> target.with(frontuName(list, name), value));
        return target;
    }

    private static String frontuName(ListRead list, String name) {
        var filter = list.filters().get(name);
        if (filter == null) {
            throw Problem.of(Reason.INVALID_PARAMETER, "There is no filter " + name + " here.")
                    .asException();
        }
        return filter.frontuName();
    }
}
