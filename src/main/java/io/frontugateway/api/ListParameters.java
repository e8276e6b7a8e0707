package io.frontugateway.api;

import io.frontugateway.catalogue.FieldType;
import io.frontugateway.catalogue.Filter;
import io.frontugateway.catalogue.Operations.ListRead;
import io.frontugateway.catalogue.ResourceType;
import io.frontugateway.problem.Problem;
import io.frontugateway.problem.Reason;
import io.frontugateway.reads.ListQuery;
import io.frontugateway.reads.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of a list.
 *
 * @param query what is asked for
 * @param limit most items of the answer
 * @param start where in Frontu's pages it begins
 * @param scope names the list: its cursors are valid for it alone
 */
record ListParameters(ListQuery query, int limit, Position start, String scope) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;
    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,4}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    /**
     * Reads and checks the parameters.
     *
     * @param pageSize rows that the account asks Frontu for in a page
     * @throws io.frontugateway.problem.ProblemException {@code invalid-parameter}, naming the parameter and what is allowed
     */
    static ListParameters of(Query given, String account, ResourceType resource, ListRead list, int pageSize) {
        given.allowOnly(names(list));
        var query = new ListQuery(
                resource,
                moment(given, "updatedSince"),
                moment(given, "updatedUntil"),
                archived(given),
                filters(given, list));
        var scope = scope(account, query);
        var start = given.one("cursor")
                .map(cursor -> Cursor.read(cursor, scope)
                        .orElseThrow(() -> Query.invalid(
                                "cursor", "is not a cursor of this list with these filters; take it from 'next'.")))
                .orElseGet(() -> Position.start(pageSize));
        return new ListParameters(query, limit(given), start, scope);
    }

    /** The parameters that a list has, in the order in which they are named to callers. */
    static List<String> names(ListRead list) {
        var names = new ArrayList<String>();
        if (list.version() != null) {
            names.add("updatedSince");
        }
        if (list.versionTo() != null) {
            names.add("updatedUntil");
        }
        names.addAll(List.of("archived", "limit", "cursor"));
        names.addAll(list.filters().keySet());
        return names;
    }

    private static String scope(String account, ListQuery query) {
        return String.join(
                "\n",
                account,
                query.resource().name(),
                String.valueOf(query.updatedSince()),
                String.valueOf(query.updatedUntil()),
                String.valueOf(query.archived()),
                query.filters().toString());
    }

    private static @Nullable Long moment(Query given, String name) {
        var text = given.one(name);
        if (text.isEmpty()) {
            return null;
        }
        return UnixSeconds.parse(text.get()).stream()
                .boxed()
                .findFirst()
                .orElseThrow(() -> Query.invalid(name, "is no moment; allowed: " + UnixSeconds.FORM + "."));
    }

    private static @Nullable Boolean archived(Query given) {
        var text = given.one("archived");
        return text.isEmpty() ? null : Boolean.valueOf(truth("archived", text.get()));
    }

    private static int limit(Query given) {
        var text = given.one("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        var limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw Query.invalid("limit", "must be a whole number from 1 to " + MOST + ".");
        }
        return limit;
    }

    private static Map<String, String> filters(Query given, ListRead list) {
        var values = new TreeMap<String, String>();
        for (var filter : list.filters().values()) {
            var value = given.one(filter.name());
            if (value.isPresent()) {
                values.put(filter.name(), wireForm(filter, value.get()));
            } else if (filter.required()) {
                throw Problem.of(
                                Reason.INVALID_PARAMETER,
                                "Parameter '" + filter.name() + "' is required for this resource.")
                        .with("parameter", filter.name())
                        .asException();
            }
        }
        return values;
    }

    /** A filter's value as Frontu takes it: booleans as {@code 1} and {@code 0}, everything else as it is. */
    private static String wireForm(Filter filter, String value) {
        if (filter.type() == FieldType.BOOLEAN) {
            return truth(filter.name(), value) ? "1" : "0";
        }
        if (filter.type() == FieldType.INTEGER && !INTEGER.matcher(value).matches()) {
            throw Query.invalid(filter.name(), "must be a whole number.");
        }
        return value;
    }

    private static boolean truth(String name, String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw Query.invalid(name, "must be true or false.");
    }
}
