package io.frontugateway.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers lists: which rows, in which order, which page of them, in which wrapping. */
final class Lists {
    private static final int PAGE = 100;
    private static final Comparator<Row> BY_VERSION = Comparator.comparingLong(row -> row.version);

    private final Store store;
    private final Supplier<Switches> switches;

    Lists(Store store, Supplier<Switches> switches) {
        this.store = store;
        this.switches = switches;
    }

    /** The list of a type, narrowed by the parameters that it takes. */
    Answer of(EntityType type, Exchange exchange) {
        Filters filters = new Filters(type, exchange, switches.get().lists(exchange.path));
        List<Entity> candidates = store.table(type).entities;
        String task = type.filters.contains("task") ? exchange.parameter("task") : null;
        if (task != null) {
            Entity owner = store.table(Types.TASK).find(task);
            candidates = owner == null ? List.of() : owner.parts(type);
        }
        return answer(type, exchange, candidates, filters::admit, Row::json);
    }

    /** The history of one task, which has to be named. */
    Answer historyOfTask(Exchange exchange) {
        return exchange.parameter("task") == null
                ? Answers.error(400, "Parameter \"task\" is required")
                : of(Types.STATUS_HISTORY, exchange);
    }

    /** The templates: tasks of status 900 in their short form. */
    Answer templates(Exchange exchange) {
        Filters filters = new Filters(Types.TASK, exchange, switches.get().lists(exchange.path));
        return answer(
                Types.TASK,
                exchange,
                store.table(Types.TASK).entities,
                row -> filters.admitVersion(row) && Filters.isOneOf(row, "status", "900"),
                row -> RowJson.shortForm(row.entity));
    }

    /** The evaluations of all tasks in the given statuses; without a status, all. */
    Answer evaluationsByStatus(Exchange exchange) {
        Filters filters = new Filters(Types.EVALUATION, exchange, switches.get().lists(exchange.path));
        String statuses = exchange.parameter("status");
        return answer(
                Types.EVALUATION,
                exchange,
                store.table(Types.EVALUATION).entities,
                row -> filters.admitVersion(row) && (statuses == null || ofTaskIn(row, statuses)),
                Row::json);
    }

    private static boolean ofTaskIn(Row row, String statuses) {
        return row.get("task") instanceof Entity task && Filters.isOneOf(task.current, "status", statuses);
    }

    /** The caution codes of a workspace that begin with PIP and are neither archived nor assigned to a task. */
    Answer cautionCodes(Exchange exchange) {
        if (!switches.get().cautionCodes()) {
            return Answers.error(403, "Access Denied");
        }
        String reference = exchange.parameter("workspace");
        if (reference == null) {
            return Answers.error(400, "Parameter \"workspace\" is required");
        }
        Entity workspace = store.table(Types.WORKSPACE).find(reference);
        return answer(
                Types.CAUTION_CODE,
                exchange,
                store.table(Types.CAUTION_CODE).entities,
                row -> workspace != null && row.get("workspace") == workspace && isOpenCaution(row),
                Row::json);
    }

    private static boolean isOpenCaution(Row row) {
        return !row.deleted
                && row.get("task") == null
                && String.valueOf(row.get("severity")).startsWith("PIP");
    }

    private Answer answer(
            EntityType type,
            Exchange exchange,
            List<Entity> candidates,
            Predicate<Row> admitted,
            Function<Row, byte[]> form) {
        ListSwitches how = switches.get().lists(exchange.path);
        Page page = Page.asked(type, exchange, how);
        List<Row> rows = new ArrayList<>(Math.min(page.size, 1024));
        boolean more = how.byVersion()
                ? collect(sorted(candidates, admitted), row -> row, admitted, page, rows)
                : collect(candidates, entity -> entity.listed, admitted, page, rows);
        return Answer.document(200, wrap(rows, page, more, how, form));
    }

    private static List<Row> sorted(List<Entity> candidates, Predicate<Row> admitted) {
        List<Row> all = new ArrayList<>();
        for (Entity entity : candidates) {
            Row row = entity.listed;
            if (row != null && admitted.test(row)) {
                all.add(row);
            }
        }
        all.sort(BY_VERSION);
        return all;
    }

    /** Puts the rows of the page into {@code rows}, and says whether any follow. */
    private static <T> boolean collect(
            List<T> all, Function<T, @Nullable Row> state, Predicate<Row> admitted, Page page, List<Row> rows) {
        long skip = page.skipped();
        for (T each : all) {
            Row row = state.apply(each);
            if (row == null || !admitted.test(row)) {
                continue;
            }
            if (skip > 0) {
                skip--;
            } else if (rows.size() == page.size) {
                return true;
            } else {
                rows.add(row);
            }
        }
        return false;
    }

    private static byte[] wrap(List<Row> rows, Page page, boolean more, ListSwitches how, Function<Row, byte[]> form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(rows.size() * 2048 + 64);
        if (!how.plainArrays()) {
            put(out, "{\"next_page\":" + page.next(more, how) + ",\"items\":");
        }
        out.write('[');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(form.apply(rows.get(i)));
        }
        out.write(']');
        if (!how.plainArrays()) {
            out.write('}');
        }
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Which rows of a list are asked for. Pages count from 1. */
    private record Page(long number, int size) {
        static Page asked(EntityType type, Exchange exchange, ListSwitches how) {
            if (how.ignorePaging()) {
                return new Page(1, Integer.MAX_VALUE);
            }
            long size = type.sized ? exchange.digits("items", PAGE) : PAGE;
            long most = how.largestPage() == 0 ? 1_000_000 : how.largestPage();
            return new Page(Math.max(1, Math.min(exchange.digits("page", 1), 1_000_000_000)), (int)
                    Math.min(size == 0 ? PAGE : size, most));
        }

        long skipped() {
            return (number - 1) * size;
        }

        @Nullable
        Long next(boolean more, ListSwitches how) {
            return switch (how.nextPage()) {
                case ENDLESS -> Long.valueOf(number + 1);
                case BACKWARDS -> Long.valueOf(Math.max(1, number - 1));
                case NORMAL -> more ? Long.valueOf(number + 1) : how.lastPageNull() ? null : Long.valueOf(0);
            };
        }
    }
}
